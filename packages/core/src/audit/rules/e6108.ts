import { byBlock, type CodeHit, codeRule } from "../code-rule.js";
import { lacksNat64, turnOff } from "./e6107.js";

/** DNS64 on a subnet that also has IPv4. */
export const e6108 = codeRule({
  id: "E6108",
  find: ({ network }) =>
    byBlock(network.subnets).flatMap(({ all, resource }): readonly CodeHit[] => {
      // Where its route is missing, too, that finding says it: turning DNS64 off settles both.
      const found = all.filter(
        (each) =>
          each.dns64.is === "yes" && each.ipv4.is === "yes" && lacksNat64(each).is !== "yes",
      );
      if (found.length === 0) return [];
      const args = { what: resource.subject, count: found.length };
      return [
        {
          kind: "fail",
          message: { code: "E6108", args },
          on: resource,
          attribute: ["enable_dns64"],
          fix: turnOff(resource),
        },
      ];
    }),
});
