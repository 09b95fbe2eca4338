import { topicsOf } from "@egress6/core/facts/fact-base";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadFactBase } from "../../adapter/fact-files/fact-base.js";
import { loadIdentifyNames } from "../../adapter/fact-files/identify-names.js";
import { loadShippedPrices } from "../../adapter/price-list/price-file.js";
import { findTopics } from "../../app/find-topics.js";
import { factsJson } from "../../render/facts/json.js";
import { factsOverview, topicsText } from "../../render/facts/text.js";
import type { CliContext } from "../context.js";
import { parseDay } from "../parse-day.js";

export interface FactsOptions {
  readonly now?: string;
  readonly json?: true;
}

/** `egress6 facts`. */
export function factsCommand(
  topic: string | undefined,
  options: FactsOptions,
  context: CliContext,
): void {
  const now = options.now === undefined ? context.now() : parseDay(options.now);
  const base = loadFactBase(loadShippedPrices());
  const topics = topicsOf(base);
  const found = topic === undefined ? topics : findTopics(topics, topic, loadTopicNames);
  if (options.json) {
    context.stdout.write(`${JSON.stringify(factsJson(found, base, now), null, 2)}\n`);
  } else if (topic === undefined) context.stdout.write(factsOverview(base, now));
  else context.stdout.write(topicsText(found, base, now));
}

function loadTopicNames() {
  return { catalog: loadCatalog(), names: loadIdentifyNames() };
}
