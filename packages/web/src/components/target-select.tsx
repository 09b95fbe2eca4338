import { type ConfigTarget, TARGET_GROUPS } from "@egress6/core/settings/write/target";
import { TARGETS } from "@egress6/core/settings/write/targets";
import { GROUP_TITLES } from "./target-tabs.js";

interface TargetSelectProps {
  readonly chosen: ConfigTarget;
  readonly choose: (target: ConfigTarget) => void;
}

/** What settings can be written for, by group, where there is little room. */
export function TargetSelect({ chosen, choose }: TargetSelectProps) {
  return (
    <label class="target-select">
      Set it in{" "}
      <select
        value={chosen.id}
        onChange={(event) => {
          const { value } = event.currentTarget;
          const next = TARGETS.find(({ id }) => id === value);
          if (next !== undefined) choose(next);
        }}
      >
        {TARGET_GROUPS.map((group) => (
          <optgroup key={group} label={GROUP_TITLES[group]}>
            {TARGETS.filter((each) => each.group === group).map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
