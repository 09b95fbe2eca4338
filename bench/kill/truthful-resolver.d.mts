export function hasRecord(name: string, type: "A" | "AAAA"): boolean;
