import { fixText } from "../audit-fix.js";
import { type CodeHit, codeRule, placeInside } from "../code-rule.js";
import { type AddressCondition, addressConditions } from "./policy-conditions.js";

/** A policy whose address ranges are all IPv4, so that clients over IPv6 lose access. */
export const e6305 = codeRule({
  id: "E6305",
  find: ({ reading }) =>
    reading.resources.flatMap(addressConditions).flatMap((each): readonly CodeHit[] => {
      const { effect, isNegated } = each;
      const isShutOut = (effect === "Allow" && !isNegated) || (effect === "Deny" && isNegated);
      if (!isShutOut) return [];
      return hitOf(each, {
        code: "E6305",
        args: {
          what: each.resource.subject,
          effect,
          key: each.key,
          ranges: each.ipv4.length,
        },
      });
    }),
});

/** Fails where only IPv4 ranges are known; asks where some range is not known. */
export function hitOf(
  { resource, path, line, key, ipv4, ipv6, missing }: AddressCondition,
  message: CodeHit["message"],
): readonly CodeHit[] {
  if (ipv6.length > 0 || (ipv4.length === 0 && missing.length === 0)) return [];
  const about = {
    on: resource,
    place: placeInside(resource, line),
    attribute: [...path, key.toLowerCase()],
    fix: fixText(
      "Add the IPv6 ranges of these clients, such as the /56 of the VPC, or test aws:SourceVpc or aws:PrincipalOrgID instead.",
      [
        `  "${key}": [`,
        ...ipv4.slice(0, 3).map((each) => `    "${each}",`),
        '+   "YOUR:IPV6::/56"',
        "  ]",
      ],
    ),
  };
  const [hidden] = missing;
  if (hidden !== undefined) {
    const args = { what: resource.subject, key, missing: hidden };
    return [{ ...about, kind: "review", message: { code: "E6305.review", args } }];
  }
  return [
    {
      ...about,
      kind: "fail",
      message,
      evidence: [{ text: `${key}: ${ipv4.join(", ")}`, place: about.place }],
    },
  ];
}
