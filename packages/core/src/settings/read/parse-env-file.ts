import { Egress6Error } from "../../errors.js";
import type { PlacedValue } from "./aws-config.js";
import { isSettingVariable } from "./setting-table.js";

const ASSIGNMENT = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(.*)$/;

/**
 * Reads a file of variables, as dotenv, Docker and systemd have them: `NAME=VALUE`, maybe after `export`,
 * maybe in quotes, which may span lines; `#` begins a comment. The later of two values counts. Variables
 * that have nothing to do with endpoints are passed over, keys and tokens first of all.
 * @param path for messages
 * @throws Egress6Error ENV_FILE_INVALID with `file:line`
 */
export function parseEnvFile(text: string, path: string): ReadonlyMap<string, PlacedValue> {
  const variables = new Map<string, PlacedValue>();
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  for (let index = 0; index < lines.length; index++) {
    const place = `${path}:${index + 1}`;
    const trimmed = lines[index]?.trim() ?? "";
    if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith(";")) continue;
    const [, name, rest] = ASSIGNMENT.exec(trimmed) ?? [];
    if (name === undefined || rest === undefined) {
      throw new Egress6Error(
        "ENV_FILE_INVALID",
        "input",
        `${place}: this is not NAME=VALUE. Fix or remove the line.`,
      );
    }
    let value = rest;
    const quote = /^["']/.exec(rest)?.[0];
    if (quote !== undefined) {
      while (value.indexOf(quote, 1) === -1 && index + 1 < lines.length) {
        index++;
        value += `\n${lines[index]}`;
      }
      const end = value.indexOf(quote, 1);
      value = value.slice(1, end === -1 ? undefined : end);
    } else value = value.replace(/\s+#.*$/, "");
    if (isSettingVariable(name)) variables.set(name, { value, place });
  }
  return variables;
}
