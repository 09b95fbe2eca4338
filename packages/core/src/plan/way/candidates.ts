import type { WorkloadCompute } from "../../workload/workload.js";
import { type Design, designsFor, exclusionOf } from "../designs.js";
import { type Destination, destinationsOf } from "../destination.js";
import { classesOf, type FlowClass, flowsOf } from "../flows.js";
import type { PlanInput } from "../plan-input.js";
import { isSetAside } from "../set-aside.js";
import { type MovedTo, movedTo } from "./moved-compute.js";
import { movedDesigns } from "./moved-designs.js";

/** A design, and the workload as it is once its compute is where the design has it. */
export interface Candidate {
  readonly design: Design;
  readonly input: PlanInput;
  readonly classes: readonly FlowClass[];
  /** Compute that cannot be where the design has it. */
  readonly stuck: readonly WorkloadCompute[];
}

/** Designs for the subnets as the workload has them, then those for other kinds of subnets. */
export function candidatesFor(
  input: PlanInput,
  destinations: readonly Destination[],
): readonly Candidate[] {
  const classes = classesOf(flowsOf(input, destinations));
  return [
    ...designsFor(input).map((design) => ({ design, input, classes, stuck: [] })),
    ...(["ipv6-only", "dual-stack"] as const).flatMap((subnets) => elsewhere(subnets, input)),
  ];
}

function elsewhere(subnets: MovedTo, input: PlanInput): readonly Candidate[] {
  const moved = movedTo(subnets, input);
  if (moved === null) return [];
  const designs = movedDesigns(subnets, input).filter(
    (design) => exclusionOf(design, input) === null,
  );
  if (designs.length === 0) return [];
  const destinations = destinationsOf(moved.input).filter((each) => !isSetAside(each));
  const classes = classesOf(flowsOf(moved.input, destinations));
  return designs.map((design) => ({ design, classes, ...moved }));
}
