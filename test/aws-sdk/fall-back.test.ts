import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import {
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type Ipv6Options, ipv6 } from "@egress6/aws-sdk";
import {
  PutObjectCommand as OldestPutObjectCommand,
  S3Client as OldestS3Client,
} from "oldest-client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Records } from "../support/dns/server.js";
import { BOTH, fresh, type LocalAws, serve, startLocalAws, V4 } from "./local-aws.js";
import { OLDEST_SERVICES, SERVICES, type TestedService } from "./services.js";

let local: LocalAws;
let folder: string;
beforeAll(async () => {
  local = await startLocalAws();
  folder = mkdtempSync(`${tmpdir()}/egress6-plugin-`);
});
afterAll(async () => {
  await local.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => local.reset());

/** The plugin believes that the dual-stack name has IPv6; who connects finds none of it. */
function vanish(
  service: Pick<TestedService, "defaultHost" | "defaultName" | "dualStackHost" | "dualStackName">,
): void {
  serve(local, service, V4, BOTH);
  local.hosts.setRecords({ [service.defaultHost]: V4 });
}

/** Nobody's route leads to a multicast address over TCP. */
const NO_ROUTE = "ff02::1";

const hostsArrived = () => local.aws.arrived.map(({ host }) => host);

describe.each([...SERVICES, ...OLDEST_SERVICES])("when the name of $title vanishes", (service) => {
  test("the request goes to the other name, signed anew, once", async () => {
    vanish(service);
    const { options, choices, lookedUp } = fresh(local);
    await service.call(local.config(), options);
    expect(local.aws.arrived).toMatchObject([{ host: service.defaultHost, scope: service.scope }]);
    expect(choices.map(({ reason }) => reason)).toEqual(["has-ipv6", "fell-back"]);
    const names = [service.defaultName, service.dualStackName];
    expect(lookedUp).toEqual([...names, ...names]);
  });
});

const [sts] = SERVICES;
const [oldestSts] = OLDEST_SERVICES;
const s3 = SERVICES.filter(({ title }) => title === "S3")[0];
if (sts === undefined || oldestSts === undefined || s3 === undefined)
  throw new Error("STS and S3 are tested");

describe("a name that cannot be connected to", () => {
  test("is left alone by the next calls, of all clients", async () => {
    vanish(sts);
    const { options, choices } = fresh(local);
    for (let call = 0; call < 3; call++) await sts.call(local.config(), options);
    expect(choices.map(({ reason }) => reason)).toEqual([
      "has-ipv6",
      "fell-back",
      "no-ipv6",
      "no-ipv6",
    ]);
  });

  test("is left for no longer than at first, once it has worked again", async () => {
    serve(local, sts, V4, BOTH);
    const { options, choices } = fresh(local);
    const reasonsAt = async (minutes: number, isReachable: boolean) => {
      const known = choices.length;
      const dualStack = isReachable ? { [sts.dualStackHost]: BOTH } : {};
      local.hosts.setRecords({ [sts.defaultHost]: V4, ...dualStack });
      const now = performance.now.bind(performance);
      const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + minutes * 60_000);
      await sts.call(local.config(), options);
      clock.mockRestore();
      return choices.slice(known).map(({ reason }) => reason);
    };
    expect(await reasonsAt(0, false)).toEqual(["has-ipv6", "fell-back"]);
    expect(await reasonsAt(0.5, true)).toEqual(["no-ipv6"]);
    expect(await reasonsAt(2, true)).toEqual(["has-ipv6"]);
    expect(await reasonsAt(3, false)).toEqual(["has-ipv6", "fell-back"]);
    expect(await reasonsAt(3.5, true)).toEqual(["no-ipv6"]);
    expect(await reasonsAt(4.5, true)).toEqual(["has-ipv6"]);
  });

  test("is not left when the other one cannot be connected to either", async () => {
    serve(local, sts, V4, BOTH);
    const closed: Records = { A: ["127.0.0.9"] };
    local.hosts.setRecords({ [sts.defaultHost]: closed, [sts.dualStackHost]: closed });
    const { options, choices } = fresh(local);
    await expect(sts.call(local.config(), options)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    local.hosts.setRecords({ [sts.defaultHost]: V4, [sts.dualStackHost]: BOTH });
    await sts.call(local.config(), options);
    expect(hostsArrived()).toEqual([sts.dualStackHost]);
    expect(choices.at(-1)).toMatchObject({ reason: "has-ipv6" });
  });

  test("may be the default name: when it is gone from DNS, the dual-stack name takes over", async () => {
    local.setRecords({ [sts.dualStackHost]: BOTH });
    const seed = { [sts.defaultName]: "yes", [sts.dualStackName]: "yes" } as const;
    await sts.call(local.config(), fresh(local, { seed }).options);
    expect(hostsArrived()).toEqual([sts.dualStackHost]);
  });

  test.each([
    ["its port is closed", { A: ["127.0.0.9"], AAAA: [NO_ROUTE] }],
    ["its only address is IPv6 without a route", { AAAA: [NO_ROUTE] }],
  ])("is left when %s", async (_title, records) => {
    serve(local, sts, V4, BOTH);
    local.hosts.setRecords({ [sts.defaultHost]: V4, [sts.dualStackHost]: records });
    await sts.call(local.config(), { ...fresh(local).options });
    expect(hostsArrived()).toEqual([sts.defaultHost]);
  });

  test("is left when its certificate is for another name", async () => {
    const other = {
      ...sts,
      dualStackHost: "sts.eu-west-9.api.aws",
      dualStackName: "sts.eu-west-9.api.aws",
      defaultHost: "sts.eu-west-9.amazonaws.com",
      defaultName: "sts.eu-west-9.amazonaws.com",
    };
    serve(local, other, V4, BOTH);
    const config = { ...local.config(), region: "eu-west-9" };
    await expect(sts.call(config, fresh(local).options)).rejects.toThrow(/certificate|altnames/);
    expect(hostsArrived()).toEqual([]);
  });

  test("costs nothing when its IPv6 address is unreachable and its IPv4 address is not (Happy Eyeballs)", async () => {
    serve(local, sts, V4, BOTH);
    local.hosts.setRecords({ [sts.dualStackHost]: { ...V4, AAAA: [NO_ROUTE] } });
    const { options, choices } = fresh(local);
    await sts.call(local.config(), options);
    expect(local.aws.arrived).toMatchObject([{ host: sts.dualStackHost, family: "ipv4" }]);
    expect(choices).toHaveLength(1);
  });

  test("is no reason to send a request twice that had arrived", async () => {
    serve(local, sts, V4, BOTH);
    local.aws.failNext(1, 503);
    await sts.call(local.config(), fresh(local).options);
    expect(hostsArrived()).toEqual([sts.dualStackHost, sts.dualStackHost]);
  });

  test("stays left when the SDK tries again for reasons of its own", async () => {
    vanish(sts);
    local.aws.failNext(1, 503);
    const { options, choices } = fresh(local);
    await sts.call(local.config(), options);
    expect(hostsArrived()).toEqual([sts.defaultHost, sts.defaultHost]);
    expect(choices.map(({ reason }) => reason)).toEqual(["has-ipv6", "fell-back", "no-ipv6"]);
  });
});

describe.each([sts, oldestSts])("a name of $title that connects and says nothing", (service) => {
  let silent: Server;
  /** Connections to be let hang; the next ones reach AWS. */
  let toHang = Number.POSITIVE_INFINITY;
  beforeAll(async () => {
    silent = createServer((socket) => {
      socket.on("error", () => {});
      if (--toHang < 0) local.aws.https.emit("connection", socket);
    });
    silent.listen(local.port, "127.0.0.9");
    await once(silent, "listening");
  });
  afterAll(() => silent.close());

  const SILENT: Records = { A: ["127.0.0.9"] };
  const config = () => {
    const { requestHandler, ...rest } = local.config();
    requestHandler.updateHttpClientConfig("socketTimeout", 2000);
    return { ...rest, requestHandler };
  };

  test("is left when the SDK tries again, and by the calls after that", async () => {
    toHang = Number.POSITIVE_INFINITY;
    serve(local, service, V4, BOTH);
    local.hosts.setRecords({ [service.defaultHost]: V4, [service.dualStackHost]: SILENT });
    const { options, choices } = fresh(local);
    for (let call = 0; call < 2; call++) await service.call(config(), options);
    expect(hostsArrived()).toEqual([service.defaultHost, service.defaultHost]);
    expect(choices.map(({ reason }) => reason)).toEqual(["has-ipv6", "fell-back", "no-ipv6"]);
  });

  test("is gone back to when the client's own name cannot be connected to", async () => {
    toHang = 1;
    serve(local, service, V4, BOTH);
    const closed: Records = { A: ["127.0.0.10"] };
    local.hosts.setRecords({ [service.defaultHost]: closed, [service.dualStackHost]: SILENT });
    const { options, choices } = fresh(local);
    await service.call(config(), options);
    expect(hostsArrived()).toEqual([service.dualStackHost]);
    expect(choices.map(({ hostname }) => hostname)).toEqual([
      service.dualStackHost,
      service.defaultHost,
      service.dualStackHost,
    ]);
  });
});

describe("without any name left", () => {
  test("the error is the one that a bare client gives", async () => {
    serve(local, sts, V4, BOTH);
    local.hosts.setRecords({});
    const failure = (options: Ipv6Options | "bare") =>
      sts.call(local.config(), options).catch(({ code, hostname }) => ({ code, hostname }));
    expect(await failure(fresh(local).options)).toEqual(await failure("bare"));
  });
});

describe("bodies", () => {
  const content = randomBytes(3 << 20);
  const bodies: Record<string, () => { Body: Buffer | Readable; ContentLength?: number }> = {
    "a buffer": () => ({ Body: content }),
    "a file": () => {
      writeFileSync(`${folder}/object`, content);
      return { Body: createReadStream(`${folder}/object`) };
    },
    "a stream of small chunks": () => {
      const chunks = Array.from({ length: 3 << 8 }, (_, n) =>
        content.subarray(n << 12, (n + 1) << 12),
      );
      return { Body: Readable.from(chunks, { objectMode: false }), ContentLength: content.length };
    },
    "a stream of one large chunk": () => ({
      Body: Readable.from([content], { objectMode: false }),
      ContentLength: content.length,
    }),
  };

  describe.each(Object.entries(bodies))("%s", (_title, body) => {
    test.each(["arrives", "arrives after the name vanished"])("%s whole", async (how) => {
      if (how === "arrives") serve(local, s3, V4, BOTH);
      else vanish(s3);
      const client = ipv6(new S3Client(local.config()), fresh(local).options);
      await client.send(new PutObjectCommand({ Bucket: "bucket-a", Key: "object", ...body() }));
      const host = how === "arrives" ? s3.dualStackHost : s3.defaultHost;
      expect(local.aws.arrived).toMatchObject([{ host, method: "PUT", scope: s3.scope }]);
      expect(local.aws.object(host, "/object")?.equals(content)).toBe(true);
    });

    test("arrives whole from the oldest client, after the name vanished", async () => {
      vanish(s3);
      const client = ipv6(new OldestS3Client(local.config()), fresh(local).options);
      await client.send(new OldestPutObjectCommand({ Bucket: "bucket-a", Key: "old", ...body() }));
      expect(local.aws.object(s3.defaultHost, "/old")?.equals(content)).toBe(true);
    });
  });

  test("a response streams", async () => {
    serve(local, s3, V4, BOTH);
    const client = ipv6(new S3Client(local.config()), fresh(local).options);
    await client.send(new PutObjectCommand({ Bucket: "bucket-a", Key: "big", Body: content }));
    const { Body } = await client.send(new GetObjectCommand({ Bucket: "bucket-a", Key: "big" }));
    expect(content.equals((await Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
  });
});

describe("an abort", () => {
  test("during the look-up ends the call at once", async () => {
    serve(local, s3, V4, BOTH);
    local.dns.setFaults([{ kind: "drop", type: "AAAA" }]);
    const { options, lookedUp } = fresh(local, { lookUpTimeoutMs: 60_000 });
    const client = ipv6(new S3Client(local.config()), options);
    const controller = new AbortController();
    const startedAt = performance.now();
    const call = client.send(new HeadBucketCommand({ Bucket: "bucket-a" }), {
      abortSignal: controller.signal,
    });
    const ended = expect(call).rejects.toMatchObject({ name: "AbortError" });
    await expect.poll(() => lookedUp.length).toBeGreaterThan(0);
    controller.abort();
    await ended;
    expect(performance.now() - startedAt).toBeLessThan(60_000);
  });

  test("before the call looks nothing up", async () => {
    serve(local, s3, V4, BOTH);
    local.dns.setFaults([{ kind: "drop" }]);
    const { options, lookedUp } = fresh(local, { lookUpTimeoutMs: 60_000 });
    const client = ipv6(new S3Client(local.config()), options);
    const startedAt = performance.now();
    const abortSignal = AbortSignal.abort();
    const call = client.send(new HeadBucketCommand({ Bucket: "bucket-a" }), { abortSignal });
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect(lookedUp).toEqual([]);
  });

  test("while a name that vanished is looked up anew ends the call at once", async () => {
    vanish(s3);
    const { options, lookedUp } = fresh(local, {
      lookUpTimeoutMs: 60_000,
      seed: { [s3.defaultName]: "no", [s3.dualStackName]: "yes" },
    });
    local.dns.setFaults([{ kind: "drop" }]);
    const client = ipv6(new S3Client(local.config()), options);
    const controller = new AbortController();
    const startedAt = performance.now();
    const call = client.send(new HeadBucketCommand({ Bucket: "bucket-a" }), {
      abortSignal: controller.signal,
    });
    const ended = expect(call).rejects.toMatchObject({ name: "AbortError" });
    await expect.poll(() => lookedUp.length).toBeGreaterThan(0);
    await setTimeout(200);
    controller.abort();
    await ended;
    expect(performance.now() - startedAt).toBeLessThan(30_000);
  });

  test("during the transfer is not taken for a name that cannot be connected to", async () => {
    serve(local, s3, V4, BOTH);
    const { options, choices } = fresh(local);
    const client = ipv6(new S3Client(local.config()), options);
    const controller = new AbortController();
    const endless = new Readable({ read() {} });
    endless.push("begun");
    local.aws.https.once("request", () => controller.abort());
    const call = client.send(
      new PutObjectCommand({
        Bucket: "bucket-a",
        Key: "endless",
        Body: endless,
        ContentLength: 100,
      }),
      { abortSignal: controller.signal },
    );
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
    expect(choices).toHaveLength(1);
  });
});
