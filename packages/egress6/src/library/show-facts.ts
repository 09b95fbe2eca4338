import { topicsOf } from "@egress6/core/facts/fact-base";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { loadFactBase } from "../adapter/fact-files/fact-base.js";
import { loadIdentifyNames } from "../adapter/fact-files/identify-names.js";
import { loadShippedPrices } from "../adapter/price-list/price-file.js";
import { findTopics } from "../app/find-topics.js";
import type { Clock } from "../ports.js";
import { type FactsDocument, factsJson } from "../render/facts/json.js";

export interface FactsArguments {
  /** A fact (`F13`), kind of compute, egress option, service, or words of one; left out: all. */
  readonly topic?: string | undefined;
  readonly now?: Clock | undefined;
}

/**
 * What is known of egress on AWS, with source and age.
 * @returns what `egress6 facts --json` prints
 * @throws Egress6Error TOPIC_UNKNOWN naming the nearest
 */
export function showFacts({ topic, now = Date.now }: FactsArguments = {}): FactsDocument {
  const base = loadFactBase(loadShippedPrices());
  const topics = topicsOf(base);
  return factsJson(
    topic === undefined ? topics : findTopics(topics, topic, loadTopicNames),
    base,
    now(),
  );
}

function loadTopicNames() {
  return { catalog: loadCatalog(), names: loadIdentifyNames() };
}
