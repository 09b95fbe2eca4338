export function areNodeModulesInstalled(): boolean;
