export function inputsHash(): string;
export function buildState(inputs?: string): "none" | "stale" | "fresh";
