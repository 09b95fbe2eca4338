import { fixText } from "../audit-fix.js";
import { type CodeHit, codeRule, distinctPlaces } from "../code-rule.js";
import type { UnresolvedPart } from "../reading.js";

/** A value that nobody knows here. */
export const e6901 = codeRule({
  id: "E6901",
  find: ({ reading }) => {
    const groups = new Map<string, UnresolvedPart[]>();
    for (const part of reading.unresolved) {
      const folder = part.place.file?.replace(/[^/]*$/, "") ?? "";
      const key = JSON.stringify([folder, part.missing, part.reason]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [part]);
      else group.push(part);
    }
    return [...groups.values()].flatMap((parts): readonly CodeHit[] => {
      const [first, ...more] = parts;
      if (first === undefined) return [];
      const placeOf = ({ place, resource }: UnresolvedPart) => ({ ...place, resource });
      const { missing, reason } = first;
      const folder = first.place.file?.replace(/[^/]*$/, "") ?? "";
      return [
        {
          kind: "review",
          message: { code: "E6901", args: { missing, reason, places: parts.length } },
          on: null,
          place: placeOf(first),
          attribute: [folder, missing],
          related: distinctPlaces(more.map(placeOf)),
          fix: fixText(
            "Give the values with --var-file or --params, or the plan with --plan (`terraform show -json`).",
          ),
        },
      ];
    });
  },
});
