export function areNodeModulesInstalled(): boolean;
export function ensureOracles(): void;
export function ensureDebianPython(): void;
