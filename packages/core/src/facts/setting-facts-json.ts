import { asArray, asObject, asOneOf, asText, type JsonObject } from "../map/json-reader.js";
import type { TargetFact } from "../settings/write/target.js";
import { CONFIDENCES, SETTING_IDS } from "./sdk-facts.js";
import type { PassedOver, SharedSettingFacts } from "./shared-setting-facts.js";
import type { ToolCall } from "./tool-writes.js";

/** What settings are written from besides the catalog and what was observed; the page loads it. */
export interface SettingFacts {
  /** By target id. */
  readonly targets: ReadonlyMap<string, TargetFact>;
  readonly settings: readonly SharedSettingFacts[];
}

export function settingFactsJson({ targets, settings }: SettingFacts): JsonObject {
  return { targets: Object.fromEntries(targets), settings };
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseSettingFacts(json: unknown): SettingFacts {
  const facts = asObject(json, "settings");
  return {
    targets: new Map(
      Object.entries(asObject(facts["targets"], "targets")).map(([id, value]) => [
        id,
        parseFact(asObject(value, id), id),
      ]),
    ),
    settings: asArray(facts["settings"], "settings").map((value) => {
      const names = asObject(value, "settings");
      const text = (key: string) => asText(names[key], `settings.${key}`);
      return {
        id: asOneOf(names["id"], SETTING_IDS, "settings.id"),
        env: text("env"),
        configKey: text("configKey"),
        jvmProperty: text("jvmProperty"),
        source: text("source"),
        notReadBy: asArray(names["notReadBy"], "settings.notReadBy").map((name) =>
          asText(name, "settings.notReadBy"),
        ),
        passedOverBy: asArray(names["passedOverBy"], "settings.passedOverBy").map(parsePassedOver),
        beatenByQueueUrlIn: asArray(names["beatenByQueueUrlIn"], "settings.beatenByQueueUrlIn").map(
          (name) => asText(name, "settings.beatenByQueueUrlIn"),
        ),
      };
    }),
  };
}

function parsePassedOver(json: unknown): PassedOver {
  const where = "settings.passedOverBy";
  const { client, regions, source } = asObject(json, where);
  return {
    client: asText(client, where),
    regions: Object.fromEntries(
      Object.entries(asObject(regions, where)).map(([cliName, ids]) => [
        cliName,
        asArray(ids, where).map((id) => asText(id, where)),
      ]),
    ),
    source: asText(source, where),
  };
}

function parseFact(fact: JsonObject, id: string): TargetFact {
  const { since, calls, serviceNames, notesFor, byItself } = fact;
  return {
    source: asText(fact["source"], id),
    date: asText(fact["date"], id),
    confidence: asOneOf(fact["confidence"], CONFIDENCES, id),
    ...(since !== undefined && { since: asText(since, id) }),
    notes: asArray(fact["notes"], id).map((note) => asText(note, id)),
    ...(calls !== undefined && { calls: asArray(calls, id).map((name) => asText(name, id)) }),
    ...(notesFor !== undefined && {
      notesFor: Object.fromEntries(
        Object.entries(asObject(notesFor, id)).map(([key, notes]) => [
          key,
          asArray(notes, id).map((note) => asText(note, id)),
        ]),
      ),
    }),
    ...(byItself !== undefined && {
      byItself: asArray(byItself, id).map((call) => parseCall(asObject(call, id), id)),
    }),
    ...(serviceNames !== undefined && {
      serviceNames: Object.fromEntries(
        Object.entries(asObject(serviceNames, id)).map(([key, name]) => [key, asText(name, id)]),
      ),
    }),
  };
}

function parseCall({ service, name, when, isElsewhere }: JsonObject, id: string): ToolCall {
  return {
    service: asText(service, id),
    ...(name !== undefined && { name: asText(name, id) }),
    ...(when !== undefined && { when: asText(when, id) }),
    ...(isElsewhere !== undefined && { isElsewhere: isElsewhere === true }),
  };
}
