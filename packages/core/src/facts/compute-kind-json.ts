import {
  CALL_CONDITIONS,
  CALLED_NAMES,
  type ComputeKind,
  PLATFORMS,
  type StartupCall,
  SUBNET_KINDS,
} from "./compute-kind.js";
import type { JsonValue } from "./json-value.js";
import { DOCUMENTED_SUPPORTS } from "./provenance.js";
import { readConflicts, readProvenance } from "./provenance-json.js";

/** Reads a compute kind as `data/compute-kinds.json` has it. */
export function readComputeKind(kind: JsonValue): ComputeKind {
  return {
    id: kind.field("id").text(),
    platform: kind.field("platform").oneOf(PLATFORMS),
    subnets: kind.field("subnets").oneOf(SUBNET_KINDS),
    name: kind.field("name").text(),
    runs: kind.field("runs").oneOf(DOCUMENTED_SUPPORTS),
    sendsIpv4: kind.field("sendsIpv4").oneOf(DOCUMENTED_SUPPORTS),
    sendsIpv6: kind.field("sendsIpv6").oneOf(DOCUMENTED_SUPPORTS),
    withSetting: readWithSetting(kind.optional("withSetting")),
    publicIpv4: kind.field("publicIpv4").oneOf(DOCUMENTED_SUPPORTS),
    nat64: kind.field("nat64").oneOf(DOCUMENTED_SUPPORTS),
    startupCalls: kind.field("startupCalls").items().map(readCall),
    settings: kind.field("settings").texts(),
    constraints: kind.field("constraints").texts(),
    openToNewCustomers: kind.field("openToNewCustomers").flag(),
    conflicts: readConflicts(kind.field("conflicts")),
    ...readProvenance(kind),
  };
}

const readCall = (call: JsonValue): StartupCall => ({
  service: call.field("service").textOrNull(),
  purpose: call.field("purpose").text(),
  when: call.field("when").oneOf(CALL_CONDITIONS),
  calls: call.field("calls").oneOf(CALLED_NAMES),
  hosts: call.field("hosts").texts(),
  endpoints: call.field("endpoints").texts(),
  documented: readDocumented(call.optional("documented")),
});

const readWithSetting = (value: JsonValue | undefined): ComputeKind["withSetting"] =>
  value && { setting: value.field("setting").text(), caveat: value.field("caveat").text() };

const readDocumented = (value: JsonValue | undefined): StartupCall["documented"] =>
  value && {
    ipv6: value.field("ipv6").oneOf(DOCUMENTED_SUPPORTS),
    asOf: value.field("asOf").text(),
    source: value.field("source").text(),
  };
