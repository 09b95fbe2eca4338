import {
  type CallCondition,
  type ComputeKind,
  defaultKind,
  PLATFORMS,
} from "@egress6/core/facts/compute-kind";
import { GATEWAY_SERVICES, REDUNDANCIES } from "@egress6/core/workload/workload";
import type { WorkloadPath } from "@egress6/core/workload/workload-problems";
import type { ComponentChildren } from "preact";
import { itemsAt, valueAt } from "../planner/edit-document.js";
import { LIST, NUMBER, PERCENT, VOLUME, ZONES } from "../planner/field-text.js";
import { map } from "../state/map-state.js";
import {
  edit,
  isOfFiles,
  plannerData,
  takeHost,
  takeService,
  understoodEntry,
  workload,
} from "../state/planner-state.js";
import { Later } from "./later.js";
import { Check, Choice, Field } from "./workload-field.js";
import { WorkloadFileBox } from "./workload-file-box.js";

export function PlannerForm() {
  return (
    <form class="planner-form" aria-label="Workload" onSubmit={(event) => event.preventDefault()}>
      <WorkloadFileBox />
      {isOfFiles.value && (
        <p class="fine">What you type below counts as one more file, from a person.</p>
      )}
      <fieldset>
        <legend>Where</legend>
        <Field label="Name" path={["name"]} placeholder={isOfFiles.value ? "" : "shop"} />
        <div class="row">
          <Choice label="Region" path={["region"]} options={regionOptions()} otherwise="" />
          <Field
            label="Zones"
            path={["azs"]}
            kind={ZONES}
            placeholder={isOfFiles.value ? "" : "2"}
            isNumber={!Array.isArray(workload.value["azs"])}
          />
        </div>
      </fieldset>
      <List title="Compute" path={["compute"]} added={{ kind: "lambda" }} one="compute">
        {(path) => <ComputeFields path={path} />}
      </List>
      <List title="AWS services" path={["services"]} added={{ service: "" }} one="service">
        {(path) => (
          <div class="row">
            <Field
              label="Service"
              path={[...path, "service"]}
              list="planner-services"
              placeholder="sqs"
              onLeave={(text) => takeService(path, text)}
            />
            <Gb path={path} />
            <From path={path} />
          </div>
        )}
      </List>
      <List title="Hosts outside AWS" path={["hosts"]} added={{ host: "" }} one="host">
        {(path) => (
          <div class="row">
            <Field
              label="Host"
              path={[...path, "host"]}
              placeholder="api.github.com"
              onLeave={(text) => takeHost(Number(path.at(-1)), text)}
            />
            <Gb path={path} />
            <Choice
              label="IPv6"
              path={[...path, "ipv6"]}
              options={IPV6_OPTIONS}
              otherwise={IPV6_OBSERVED}
            />
            <From path={path} />
          </div>
        )}
      </List>
      {understoodEntry.value !== null && (
        <p class="fine" role="status">
          {understoodEntry.value}
        </p>
      )}
      <Existing />
      <Constraints />
      <Load />
      <Later>{() => <ServiceNames />}</Later>
    </form>
  );
}

/** Offered while a service is typed. */
function ServiceNames() {
  return (
    <datalist id="planner-services">
      {map.value?.catalog.services.map(({ cliName, displayName }) => (
        <option key={cliName} value={cliName}>
          {displayName}
        </option>
      ))}
    </datalist>
  );
}

const IPV6_OBSERVED = "observed";
const IPV6_OPTIONS = [
  [IPV6_OBSERVED, "as observed"],
  ["yes", "yes, I know"],
  ["no", "no, I know"],
] as const;

function regionOptions(): readonly (readonly [string, string])[] {
  const regions = map.value?.layout.regions.filter(({ isPublic }) => isPublic) ?? [];
  const prices = plannerData.value?.prices.prices;
  const most = Math.max(...[...(prices?.values() ?? [])].map(({ size }) => size), 0);
  return regions.map(({ id }) => {
    const known = prices?.get(id)?.size ?? 0;
    if (known === 0) return [id, `${id} · no prices`] as const;
    return [id, known < most ? `${id} · ${known} of ${most} prices` : id] as const;
  });
}

interface ListProps {
  readonly title: string;
  /** What an entry is called: `service`. */
  readonly one: string;
  readonly path: WorkloadPath;
  readonly added: unknown;
  readonly children: (path: WorkloadPath) => ComponentChildren;
}

function List({ title, one, path, added, children }: ListProps) {
  const items = itemsAt(workload.value, path);
  return (
    <fieldset>
      <legend>{title}</legend>
      {items.map((_, index) => (
        <section key={String(index)} class="entry" aria-label={`${one} ${index + 1}`}>
          <div class="entry-fields">{children([...path, index])}</div>
          <button
            type="button"
            class="remove"
            aria-label={`Remove ${one} ${index + 1}`}
            onClick={() => edit([...path, index], undefined)}
          >
            ×
          </button>
        </section>
      ))}
      <button type="button" class="small" onClick={() => edit([...path, items.length], added)}>
        Add {one}
      </button>
    </fieldset>
  );
}

const Gb = ({ path }: { readonly path: WorkloadPath }) => (
  <Field
    label="GB a month"
    path={[...path, "gbPerMonth"]}
    kind={VOLUME}
    placeholder="unknown"
    isNumber
  />
);

/** Only where there is a choice. */
function From({ path }: { readonly path: WorkloadPath }) {
  if (itemsAt(workload.value, ["compute"]).length < 2) return null;
  return <Field label="From" path={[...path, "from"]} kind={LIST} placeholder="all" />;
}

function ComputeFields({ path }: { readonly path: WorkloadPath }) {
  const kinds = plannerData.value?.facts.computeKinds ?? [];
  const named = valueAt(workload.value, [...path, "kind"]);
  const platform = PLATFORMS.find((word) => word === named);
  const offered = kinds.filter((kind) => kind.platform === platform);
  const usual = platform && defaultKind(kinds, platform);
  const given = valueAt(workload.value, [...path, "subnets"]);
  const kind = offered.find(({ subnets }) => subnets === given) ?? usual;
  return (
    <>
      <div class="row">
        <Field label="Name" path={[...path, "name"]} placeholder={String(named ?? "web")} />
        <Choice
          label="Kind"
          path={[...path, "kind"]}
          options={platformOptions(kinds)}
          otherwise=""
          isWide
        />
      </div>
      <div class="row">
        <Choice
          label="Subnets"
          path={[...path, "subnets"]}
          options={offered.map(({ subnets, runs }) => [
            subnets,
            `${SUBNET_WORDS[subnets]}${runs === "no" ? " (does not run there)" : ""}`,
          ])}
          otherwise={usual?.subnets ?? ""}
        />
        <Field label="Count" path={[...path, "count"]} kind={NUMBER} placeholder="1" isNumber />
        <Field
          label="Image GB"
          path={[...path, "imageGbPerMonth"]}
          kind={NUMBER}
          placeholder="0"
          isNumber
        />
      </div>
      {kind !== undefined && <Uses path={[...path, "uses"]} kind={kind} />}
    </>
  );
}

function platformOptions(kinds: readonly ComputeKind[]) {
  return PLATFORMS.map((platform) => {
    const name = kinds.find((kind) => kind.platform === platform)?.name ?? platform;
    return [
      platform,
      name.replace(/(,| in a VPC,) (IPv4|dual-stack|IPv6-only) subnets$|, not in a VPC$/, ""),
    ] as const;
  });
}

const SUBNET_WORDS: Readonly<Record<ComputeKind["subnets"], string>> = {
  ipv4: "IPv4",
  "dual-stack": "dual-stack",
  "ipv6-only": "IPv6-only",
  none: "not in a VPC",
};

/** What the platform calls by itself depends on what of it is used. */
function Uses({ path, kind }: { readonly path: WorkloadPath; readonly kind: ComputeKind }) {
  const features = [...new Set(kind.startupCalls.map(({ when }) => when))].filter(
    (when) => when !== "always",
  );
  if (features.length === 0) return null;
  const given = valueAt(workload.value, path);
  const used: ReadonlySet<unknown> = new Set(Array.isArray(given) ? given : features);
  const toggle = (feature: CallCondition, isOn: boolean) => {
    const chosen = features.filter((each) => (each === feature ? isOn : used.has(each)));
    edit(path, chosen);
  };
  return (
    <details>
      <summary>
        Uses {features.filter((feature) => used.has(feature)).length} of {features.length} features
        that make the platform call AWS
      </summary>
      {features.map((feature) => (
        <label key={feature} class="check">
          <input
            type="checkbox"
            checked={used.has(feature)}
            onChange={(event) => toggle(feature, event.currentTarget.checked)}
          />
          <span>{FEATURE_WORDS[feature]}</span>
        </label>
      ))}
    </details>
  );
}

const FEATURE_WORDS: Readonly<Record<CallCondition, string>> = {
  always: "always",
  "ecr-image": "images in ECR",
  "cloudwatch-logs": "logs in CloudWatch",
  "secrets-manager": "secrets in Secrets Manager",
  "parameter-store": "values in Parameter Store",
  exec: "ECS Exec",
  irsa: "roles of service accounts",
  "s3-artifacts": "artifacts in S3",
};

/** Of the part of the form that says what there is today. */
export const EXISTING_ID = "planner-existing";

function Existing() {
  const path = ["existing"];
  return (
    <details class="group" id={EXISTING_ID}>
      <summary>What exists today</summary>
      <div class="row">
        <Field label="NAT gateways" path={[...path, "natGateways"]} kind={NUMBER} isNumber />
        <Field label="Public IPv4" path={[...path, "publicIpv4"]} kind={NUMBER} isNumber />
      </div>
      <Field
        label="Interface endpoints"
        path={[...path, "interfaceEndpoints"]}
        kind={LIST}
        placeholder="ecr.api, logs"
      />
      {GATEWAY_SERVICES.map((service) => (
        <GatewayCheck key={service} path={[...path, "gatewayEndpoints"]} service={service} />
      ))}
      <Check label="Central egress over a transit gateway" path={[...path, "centralEgress"]} />
      <ExistingVpc path={[...path, "vpc"]} />
    </details>
  );
}

/** Needed only to write a network into it; the id alone may stand for it in a file. */
function ExistingVpc({ path }: { readonly path: WorkloadPath }) {
  const isId = typeof valueAt(workload.value, path) === "string";
  const rest = ["subnets", "routeTables"].map(
    (key) => itemsAt(workload.value, [...path.slice(0, -1), key]).length,
  );
  return (
    <details>
      <summary>An existing VPC to build in (optional)</summary>
      <Field label="VPC id" path={isId ? path : [...path, "id"]} placeholder="vpc-0abc" />
      {!isId && (
        <div class="row">
          <Field label="IPv4 block" path={[...path, "cidr"]} placeholder="10.0.0.0/16" />
          <Field label="IPv6 block" path={[...path, "ipv6Cidr"]} placeholder="2001:db8::/56" />
        </div>
      )}
      <p class="fine">
        {rest.some((count) => count > 0)
          ? `Your file also names ${rest[0]} subnets and ${rest[1]} route tables; they are kept.`
          : "Subnets and route tables come with a workload file that `egress6 survey` wrote."}
      </p>
    </details>
  );
}

function GatewayCheck({
  path,
  service,
}: {
  readonly path: WorkloadPath;
  readonly service: string;
}) {
  const list = itemsAt(workload.value, path);
  const others = list.filter((each) => each !== service);
  const change = (isOn: boolean) => {
    const chosen = isOn ? [...others, service] : others;
    edit(path, chosen.length === 0 ? undefined : chosen);
  };
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={list.includes(service)}
        onChange={(event) => change(event.currentTarget.checked)}
      />
      <span>Gateway endpoint of {service}</span>
    </label>
  );
}

function Constraints() {
  const path = ["constraints"];
  return (
    <details class="group">
      <summary>Constraints</summary>
      <Check label="No public IPv4, not even on a NAT gateway" path={[...path, "noPublicIpv4"]} />
      <Check label="No IPv6" path={[...path, "noIpv6"]} />
      <Check
        label="Nothing may have a public address of its own"
        path={[...path, "mustBePrivate"]}
      />
      <Check label="No NAT instances" path={[...path, "mustBeManaged"]} />
      <Check
        label="Fixed egress addresses, as partners allow them"
        path={[...path, "stableEgressAddresses"]}
      />
      <Field
        label="Services that must stay private"
        path={[...path, "privateServices"]}
        kind={LIST}
        placeholder="secretsmanager, kms"
      />
      <div class="row">
        <Field
          label="Budget, USD a month"
          path={[...path, "budgetUsdPerMonth"]}
          kind={NUMBER}
          isNumber
        />
        <Choice
          label="Redundancy"
          path={[...path, "redundancy"]}
          options={REDUNDANCIES.map((word) => [word, REDUNDANCY_WORDS[word]])}
          otherwise="per-az"
        />
      </div>
    </details>
  );
}

/** What weighs on size and money besides the data. */
function Load() {
  return (
    <details class="group">
      <summary>Load and money</summary>
      <div class="row">
        <Field
          label="Peak, Mbit/s"
          path={["peakMbitPerSecond"]}
          kind={NUMBER}
          placeholder="unknown"
          isNumber
        />
        <Field label="Hours a day" path={["hoursPerDay"]} kind={NUMBER} placeholder="24" isNumber />
      </div>
      <div class="row">
        <Field
          label="VPCs that share"
          path={["sharedByVpcs"]}
          kind={NUMBER}
          placeholder="1"
          isNumber
        />
        <Field
          label="Off list prices, %"
          path={["discountPercent"]}
          kind={PERCENT}
          placeholder="0"
        />
        <Field
          label="Spot NAT instances, % off"
          path={["spotDiscountPercent"]}
          kind={NUMBER}
          placeholder="on demand"
          isNumber
        />
        <Field label="One-time cost, USD" path={["oneTimeUsd"]} kind={NUMBER} isNumber />
      </div>
    </details>
  );
}

const REDUNDANCY_WORDS: Readonly<Record<(typeof REDUNDANCIES)[number], string>> = {
  "per-az": "an exit in each zone",
  "single-az": "one exit for all zones",
};
