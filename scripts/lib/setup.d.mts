export function areNodeModulesInstalled(): boolean;
export function ensureOracles(): void;
