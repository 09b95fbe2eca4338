import type { WrittenForm } from "@egress6/core/settings/write/write-settings";

/** One form as it is; several under a heading each. */
export function configText(forms: readonly WrittenForm[]): string {
  const [first] = forms;
  if (forms.length === 1 && first !== undefined) return first.text;
  return forms
    .map(({ title, fileName, text }) => `# --- ${title} (${fileName}) ---\n${text}`)
    .join("\n");
}
