import { codeRule } from "../code-rule.js";
import { hitOf } from "./e6305.js";
import { addressConditions } from "./policy-conditions.js";

/** A Deny for IPv4 ranges only, which does not hold over IPv6. */
export const e6306 = codeRule({
  id: "E6306",
  find: ({ reading }) =>
    reading.resources
      .flatMap(addressConditions)
      .filter(({ effect, isNegated }) => effect === "Deny" && !isNegated)
      .flatMap((each) =>
        hitOf(each, {
          code: "E6306",
          args: { what: each.resource.subject, key: each.key, ranges: each.ipv4.length },
        }),
      ),
});
