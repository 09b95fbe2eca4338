import { fixText } from "../audit-fix.js";
import { type CodeHit, codeRule, distinctPlaces } from "../code-rule.js";
import type { UnresolvedPart } from "../reading.js";

/** A value that nobody knows here. */
export const e6901 = codeRule({
  id: "E6901",
  find: ({ reading }) => {
    const groups = new Map<string, UnresolvedPart[]>();
    const files = new Set(reading.files);
    for (const part of reading.unresolved) {
      // What is missing inside of somebody else's module is nothing that can be given here.
      if (part.place.file !== null && !files.has(part.place.file)) continue;
      // Nor is what Terraform itself would refuse, or only we cannot follow.
      if (part.reason.toLowerCase().startsWith(part.missing.toLowerCase())) continue;
      const key = JSON.stringify([folderOf(part), part.missing, part.reason]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [part]);
      else group.push(part);
    }
    return [...groups.values()].flatMap((parts): readonly CodeHit[] => {
      const [first, ...more] = parts;
      if (first === undefined) return [];
      const placeOf = ({ place, resource }: UnresolvedPart) => ({ ...place, resource });
      const { missing, reason } = first;
      return [
        {
          kind: "review",
          message: { code: "E6901", args: { missing, reason, places: parts.length } },
          on: null,
          place: placeOf(first),
          attribute: [folderOf(first), missing],
          related: distinctPlaces(more.map(placeOf)),
          fix: fixText(
            "Give the values with --var-file or --params, or the plan with --plan (`terraform show -json`).",
          ),
        },
      ];
    });
  },
});

/** A module is the same wherever it is called; a variable is one of its folder. */
function folderOf({ place, missing }: UnresolvedPart): string {
  if (/[/:]|\.hcl$/.test(missing)) return "";
  return place.file?.replace(/[^/]*$/, "") ?? "";
}
