/** Path of the picture. */
export const RECORDING: string;
/** @returns the picture, an SVG */
export function recordSession(): Promise<string>;
