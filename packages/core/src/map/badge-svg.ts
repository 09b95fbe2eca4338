import { markup } from "./markup.js";
import type { Badge } from "./readiness-badge.js";

const HEIGHT = 20;
const PADDING = 7;
/** Mean width of a character of 11 px Verdana or DejaVu Sans; `textLength` evens out the rest. */
const CHARACTER_WIDTH = 6.5;

/** The blue and orange of the map: told apart by colour-blind people too, and the words say it anyway. */
const COLOURS: Readonly<Record<Badge["state"], { readonly fill: string; readonly text: string }>> =
  {
    yes: { fill: "#0b63b0", text: "#ffffff" },
    no: { fill: "#f2b36b", text: "#3a2000" },
    unknown: { fill: "#626a75", text: "#ffffff" },
  };

/** A flat badge for a README, as SVG that needs nothing from elsewhere and no style sheet. */
export function badgeSvg({ label, value, state }: Badge): string {
  const labelWidth = textWidth(label) + 2 * PADDING;
  const valueWidth = textWidth(value) + 2 * PADDING;
  const width = labelWidth + valueWidth;
  const { fill, text } = COLOURS[state];
  const words = `${label}: ${value}`;
  return `${markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${words}"><title>${words}</title><clipPath id="r"><rect width="${width}" height="${HEIGHT}" rx="3"/></clipPath><g clip-path="url(#r)"><rect width="${labelWidth}" height="${HEIGHT}" fill="#24292f"/><rect x="${labelWidth}" width="${valueWidth}" height="${HEIGHT}" fill="${fill}"/></g><g font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="${PADDING}" y="14" fill="#ffffff" textLength="${textWidth(label)}">${label}</text><text x="${labelWidth + PADDING}" y="14" fill="${text}" textLength="${textWidth(value)}">${value}</text></g></svg>`}\n`;
}

function textWidth(text: string): number {
  return Math.round(text.length * CHARACTER_WIDTH);
}
