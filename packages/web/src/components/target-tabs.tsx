import {
  type ConfigTarget,
  TARGET_GROUPS,
  type TargetGroup,
} from "@egress6/core/settings/write/target";
import { TARGETS } from "@egress6/core/settings/write/targets";
import { useLayoutEffect, useRef } from "preact/hooks";
import { moveTab } from "../map/move-tab.js";

export const GROUP_TITLES: Readonly<Record<TargetGroup, string>> = {
  settings: "Settings",
  infrastructure: "Infrastructure",
  agents: "Agents",
  code: "Code",
};

/** In the order in which they are shown. */
const SHOWN = TARGET_GROUPS.flatMap((group) => TARGETS.filter((each) => each.group === group));

interface TargetTabsProps {
  readonly chosen: ConfigTarget;
  readonly choose: (target: ConfigTarget) => void;
  /** The id of what the tabs switch. */
  readonly panel: string;
}

/** What settings can be written for, by group; arrow keys go through all. */
export function TargetTabs({ chosen, choose, panel }: TargetTabsProps) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => showTab(list.current, chosen), [chosen]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = SHOWN[moveTab(SHOWN.indexOf(chosen), SHOWN.length, event.key)];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  };
  return (
    <div class="target-tabs" role="tablist" aria-label="Write for" ref={list} onKeyDown={onKeyDown}>
      {TARGET_GROUPS.map((group) => (
        <div key={group} role="presentation">
          <span aria-hidden="true">{GROUP_TITLES[group]}</span>
          {SHOWN.filter((each) => each.group === group).map((target) => (
            <button
              key={target.id}
              id={`tab-${target.id}`}
              type="button"
              role="tab"
              class="small"
              aria-selected={target === chosen}
              aria-controls={panel}
              tabIndex={target === chosen ? 0 : -1}
              onClick={() => choose(target)}
            >
              {target.title}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

/** Where the tabs are a strip that scrolls, with what is beside the chosen one; the page around stays where it is. */
function showTab(list: HTMLElement | null, { id }: ConfigTarget): void {
  const tab = list?.querySelector<HTMLElement>(`#tab-${id}`);
  if (!list || !tab) return;
  const [strip, shown] = [list.getBoundingClientRect(), tab.getBoundingClientRect()];
  list.scrollLeft += shown.left + shown.width / 2 - (strip.left + strip.width / 2);
}
