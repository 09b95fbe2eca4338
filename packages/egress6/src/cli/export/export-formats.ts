export const EXPORT_FORMATS = ["json", "csv", "sqlite", "text", "atom"] as const;
