import { endpointOf } from "../endpoint/catalog.js";
import { observableName } from "../endpoint/placeholder.js";
import { supportOf } from "../verdict/support.js";
import type { Design } from "./designs.js";
import type { Destination } from "./destination.js";
import { kindIn } from "./flows.js";
import type { PlanInput } from "./plan-input.js";
import type { FlowRoutes } from "./priced-components.js";

/**
 * Whether private DNS of interface endpoints without IPv6 hides the AAAA record that these flows need. Such endpoints
 * answer the default names of their service with A records only, in the whole VPC; dual-stack names stay as they are.
 * Reasoned from AWS's documentation of private DNS, not tried.
 */
export function isHidden(
  { flow, routes }: FlowRoutes,
  bought: readonly string[],
  design: Design,
  input: PlanInput,
): boolean {
  const { destination } = flow;
  return (
    routes.free === "egress-only-internet-gateway" &&
    destination.endpointsIpv6 !== "yes" &&
    kindIn(design, flow.compute, input).sendsIpv4 === "no" &&
    destination.endpoints.some((name) => bought.includes(name)) &&
    needsDefaultName(destination, input)
  );
}

/** Whether only the default name is known to answer over IPv6. */
export function needsDefaultName(
  { ipv6, service, region }: Destination,
  { catalog, observed, workload }: PlanInput,
): boolean {
  if (ipv6.basis !== "observed" || ipv6.needsSetting || region !== workload.region) return false;
  const about = catalog.services.find(({ cliName }) => cliName === service);
  if (about === undefined) return false;
  const nameOf = (variant: "default" | "dualstack"): string | undefined =>
    endpointOf(catalog, about, region, variant)?.hostname;
  const dualStack = nameOf("dualstack");
  if (nameOf("default") !== ipv6.name) return false;
  return (
    dualStack === undefined || supportOf(observed.get(observableName(dualStack))?.ipv6) !== "yes"
  );
}

/** Without the endpoints, unless calls have no other way than over them. */
export function withoutEndpoints(
  flowRoutes: readonly FlowRoutes[],
  names: readonly string[],
): readonly FlowRoutes[] {
  return flowRoutes.map((each) =>
    each.flow.destination.endpoints.some((name) => names.includes(name))
      ? { ...each, routes: { ...each.routes, overEndpoints: false } }
      : each,
  );
}
