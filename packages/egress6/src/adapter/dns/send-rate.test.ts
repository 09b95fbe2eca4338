import { describe, expect, it } from "vitest";
import { SendRate } from "./send-rate.js";

/** Runs a resolver that loses `lossAt(rate)` of the queries, for some seconds. */
function simulate(configured: number, seconds: number, lossAt: (rate: number) => number): SendRate {
  const rate = new SendRate(configured, 0);
  let count = 0;
  for (let now = 10; now <= seconds * 1000; now += 10) {
    const most = Number.isFinite(rate.queriesPerSecond) ? Number.POSITIVE_INFINITY : 50;
    for (let sent = 0; sent < most && rate.hasToken(now); sent++) {
      const loss = lossAt(rate.queriesPerSecond);
      rate.spend();
      count += 1;
      if ((count * 0.618034) % 1 < loss) rate.countLost(rate.epoch);
      else rate.countAnswered(rate.epoch);
    }
    rate.adapt(now);
  }
  return rate;
}

/** A resolver that answers so many queries per second and drops the rest. */
const answering = (perSecond: number) => (rate: number) => Math.max(0, 1 - perSecond / rate);

describe("SendRate", () => {
  it("lets through what the rate allows, without bursts", () => {
    const rate = new SendRate(100, 0);
    const sentAt: number[] = [];
    for (let now = 0; now < 2000; now += 10) {
      while (rate.hasToken(now)) {
        rate.spend();
        sentAt.push(now);
      }
    }
    expect(sentAt.length).toBeGreaterThan(195);
    expect(sentAt.length).toBeLessThanOrEqual(202);
    expect(sentAt.filter((now) => now < 100).length).toBeLessThanOrEqual(12);
  });

  it("does not save up more than a moment's queries", () => {
    const rate = new SendRate(500, 0);
    let sent = 0;
    while (rate.hasToken(60_000)) {
      rate.spend();
      sent += 1;
    }
    expect(sent).toBe(10);
  });

  it("yields to a resolver that cannot keep up", () => {
    expect(simulate(2000, 60, answering(400)).queriesPerSecond).toBeLessThan(600);
    expect(
      simulate(Number.POSITIVE_INFINITY, 60, (rate) => answering(1000)(Math.min(rate, 5000)))
        .queriesPerSecond,
    ).toBeLessThan(1700);
  });

  it("recovers when the resolver does", () => {
    let elapsed = 0;
    const rate = simulate(1000, 90, (current) => (elapsed++ < 8000 ? answering(300)(current) : 0));
    expect(rate.queriesPerSecond).toBe(1000);
  });

  it("does not crawl because of loss that a lower rate cannot cure", () => {
    expect(simulate(500, 60, () => 0.3).queriesPerSecond).toBe(500);
  });

  it("takes usual loss for what it is", () => {
    expect(simulate(500, 20, () => 0.05).queriesPerSecond).toBe(500);
  });

  it("can be limited, and does not recover beyond the limit", () => {
    const rate = new SendRate(500, 0);
    rate.limitTo(200);
    rate.limitTo(300);
    expect(rate.queriesPerSecond).toBe(200);
  });
});
