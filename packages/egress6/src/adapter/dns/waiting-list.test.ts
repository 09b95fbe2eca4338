import { describe, expect, it } from "vitest";
import { TimerWheel, WaitingList, WaitingNode } from "./waiting-list.js";

class Named extends WaitingNode {
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
}

function makeNodes(...names: readonly string[]): readonly Named[] {
  return names.map((name) => new Named(name));
}

function takeAll(list: WaitingList<Named>): readonly string[] {
  const names: string[] = [];
  for (let node = list.takeFirst(); node; node = list.takeFirst()) names.push(node.name);
  return names;
}

describe("WaitingList", () => {
  it("gives back in order, without those that left", () => {
    const list = new WaitingList<Named>();
    const nodes = makeNodes("a", "b", "c", "d");
    for (const node of nodes) list.add(node);
    nodes[1]?.stopWaiting();
    nodes[1]?.stopWaiting();
    nodes[3]?.stopWaiting();
    expect(takeAll(list)).toEqual(["a", "c"]);
    expect(list.takeFirst()).toBeNull();
  });
});

describe("TimerWheel", () => {
  const dueBetween = (wheel: TimerWheel<Named>, now: number): readonly string[] => {
    const names: string[] = [];
    wheel.advance(now, ({ name }) => names.push(name));
    return names;
  };

  it("hands over what is due, never early", () => {
    const wheel = new TimerWheel<Named>(1000);
    const [soon, later, gone] = makeNodes("soon", "later", "gone");
    if (soon) wheel.add(soon, 1025);
    if (later) wheel.add(later, 3000);
    if (gone) wheel.add(gone, 1025);
    gone?.stopWaiting();
    expect(dueBetween(wheel, 1024)).toEqual([]);
    expect(dueBetween(wheel, 1040)).toEqual(["soon"]);
    expect(dueBetween(wheel, 2999)).toEqual([]);
    expect(dueBetween(wheel, 9000)).toEqual(["later"]);
  });

  it("takes what is due already at the next turn", () => {
    const wheel = new TimerWheel<Named>(1000);
    const [late] = makeNodes("late");
    if (late) wheel.add(late, 10);
    expect(dueBetween(wheel, 1010)).toEqual(["late"]);
  });

  it("does not confuse turns of the wheel", () => {
    const wheel = new TimerWheel<Named>(0);
    const [node] = makeNodes("node");
    expect(dueBetween(wheel, 20_475)).toEqual([]);
    if (node) wheel.add(node, 20_495);
    expect(dueBetween(wheel, 20_490)).toEqual([]);
    expect(dueBetween(wheel, 20_510)).toEqual(["node"]);
  });
});
