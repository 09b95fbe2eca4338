import { effect, signal } from "@preact/signals";
import { readSaved, save } from "./saved.js";

/** `system`: light or dark as the system is, also when that changes. */
const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "egress6.theme";

export const theme = signal<Theme>("system");

/** Reads the choice of an earlier visit, and shows and keeps every later one. */
export function followTheme(): void {
  const saved = readSaved(KEY);
  theme.value = THEMES.find((each) => each === saved) ?? "system";
  effect(() => {
    const { dataset } = document.documentElement;
    if (theme.value === "system") delete dataset["theme"];
    else dataset["theme"] = theme.value;
    save(KEY, theme.value === "system" ? null : theme.value);
  });
}

export function nextTheme(now: Theme): Theme {
  return THEMES[(THEMES.indexOf(now) + 1) % THEMES.length] ?? "system";
}
