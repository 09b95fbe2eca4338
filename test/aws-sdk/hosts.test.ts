import { fileURLToPath } from "node:url";
import type { Choice } from "@egress6/aws-sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Authority, createAuthority } from "../support/certificates.js";
import { whyNoNamespaces } from "../support/netns.js";
import { type Host, PRIVATE_V4, runOnHost, V4, V6 } from "./run-on-host.js";

const CALL_STS = fileURLToPath(new URL("call-sts.mjs", import.meta.url));
const BY_DEFAULT = "sts.eu-central-1.amazonaws.com";
const DUAL_STACK = "sts.eu-central-1.api.aws";
const UNREACHABLE_V6 = "2600:1f18:dead::1";

const why = whyNoNamespaces();
const skipped = why === null ? "" : ` (skipped: ${why})`;

interface Called {
  readonly account?: string;
  readonly error?: string;
  readonly ms: number;
  readonly choices: readonly Choice[];
  readonly arrived: readonly string[];
}

let authority: Authority;
beforeAll(() => {
  authority = createAuthority();
});
afterAll(() => authority.remove());

async function call(
  how: "wrapped" | "bare",
  host: Omit<Host, "authority" | "records">,
  records: Host["records"],
  handler = "http",
): Promise<Called> {
  const program = [CALL_STS, how, handler];
  const isHttp2 = handler === "http2";
  const { stdout, arrived } = await runOnHost({ ...host, isHttp2, authority, records }, ...program);
  return { ...JSON.parse(stdout), arrived };
}

describe.skipIf(why !== null)(`on an IPv6-only host${skipped}`, () => {
  const host = { families: ["ipv6"] } as const;
  const records = { [BY_DEFAULT]: { A: [V4] }, [DUAL_STACK]: { A: [V4], AAAA: [V6] } };

  test("the bare client fails, the wrapped one calls the dual-stack name", async () => {
    expect(await call("bare", host, records)).toMatchObject({ error: "ENOTFOUND", arrived: [] });
    expect(await call("wrapped", host, records)).toMatchObject({
      account: "123456789012",
      arrived: [`${DUAL_STACK} ipv6`],
    });
  });

  test.each(["http2", "fetch"])("so does one with the handler over %s", async (handler) => {
    expect(await call("wrapped", host, records, handler)).toMatchObject({
      account: "123456789012",
      arrived: [`${DUAL_STACK} ipv6`],
    });
  });

  test("without a dual-stack name the wrapped client fails as the bare one does", async () => {
    expect(await call("wrapped", host, { [BY_DEFAULT]: { A: [V4] } })).toMatchObject({
      error: "ENOTFOUND",
      choices: [{ reason: "no-ipv6", names: [{ outcome: "nodata" }, { outcome: "nxdomain" }] }],
    });
  });
});

describe.skipIf(why !== null)(`on an IPv4-only host${skipped}`, () => {
  const host = { families: ["ipv4"] } as const;

  test("the dual-stack name is called over IPv4", async () => {
    const records = { [BY_DEFAULT]: { A: [V4] }, [DUAL_STACK]: { A: [V4], AAAA: [V6] } };
    expect(await call("wrapped", host, records)).toMatchObject({
      account: "123456789012",
      arrived: [`${DUAL_STACK} ipv4`],
    });
  });

  test.each(["http", "http2", "fetch"])(
    "a dual-stack name that leads nowhere over IPv4 is left for the default one, with the handler over %s",
    async (handler) => {
      const records = { [BY_DEFAULT]: { A: [V4] }, [DUAL_STACK]: { AAAA: [V6] } };
      const { arrived, choices } = await call("wrapped", host, records, handler);
      expect(arrived).toEqual([`${BY_DEFAULT} ipv4`]);
      expect(choices.map(({ reason }) => reason)).toEqual(["has-ipv6", "fell-back"]);
    },
  );
});

describe.skipIf(why !== null)(`on a host whose IPv6 leads into a void${skipped}`, () => {
  test("the call goes over IPv4 (Happy Eyeballs)", async () => {
    const host = { families: ["ipv4"], hasIpv6IntoVoid: true } as const;
    const records = {
      [BY_DEFAULT]: { A: [V4] },
      [DUAL_STACK]: { A: [V4], AAAA: [UNREACHABLE_V6] },
    };
    const { arrived, ms } = await call("wrapped", host, records);
    expect(arrived).toEqual([`${DUAL_STACK} ipv4`]);
    // A connection into a void is given up after two minutes.
    expect(ms).toBeLessThan(60_000);
  });
});

describe.skipIf(why !== null)(`where PrivateLink answers for the default name${skipped}`, () => {
  const records = {
    [BY_DEFAULT]: { A: [PRIVATE_V4] },
    [DUAL_STACK]: { A: [V4], AAAA: [V6] },
  };

  test("the call goes there, not out into the internet", async () => {
    const host = { families: ["private-ipv4", "ipv6"] } as const;
    const { arrived, choices } = await call("wrapped", host, records);
    expect(arrived).toEqual([`${BY_DEFAULT} ipv4`]);
    expect(choices.map(({ reason }) => reason)).toEqual(["private"]);
  });

  test("a host without IPv4 goes by the dual-stack name, because it cannot go there", async () => {
    const { arrived } = await call("wrapped", { families: ["ipv6"] }, records);
    expect(arrived).toEqual([`${DUAL_STACK} ipv6`]);
  });
});
