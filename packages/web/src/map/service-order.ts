/** `popular`: most used first · `name`: by CLI name · `most`, `least`: by the share that is reachable over IPv6. */
export const SERVICE_ORDERS = ["popular", "name", "most", "least"] as const;
export type ServiceOrder = (typeof SERVICE_ORDERS)[number];
