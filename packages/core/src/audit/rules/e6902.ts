import { fixText } from "../audit-fix.js";
import { codeRule } from "../code-rule.js";

/** A file that was not read. */
export const e6902 = codeRule({
  id: "E6902",
  find: ({ reading }) =>
    reading.skipped.map(({ file, reason }) => ({
      kind: "review",
      message: { code: "E6902", args: { reason } },
      on: null,
      place: { file, line: null, resource: null },
      attribute: [file],
      fix: fixText(
        /helm/i.test(reason)
          ? "Render the chart first (`helm template`), and give what that writes."
          : "Repair the file, or leave it out.",
      ),
    })),
});
