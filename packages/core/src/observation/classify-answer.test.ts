import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyAnswer } from "./classify-answer.js";
import type { DnsMessage, ResourceRecord } from "./message.js";

const soa = (owner: string): ResourceRecord => ({ type: "SOA", owner });
const ns = (owner: string): ResourceRecord => ({ type: "NS", owner, target: `ns.${owner}` });
const a = (owner: string, address = "52.94.5.1"): ResourceRecord => ({ type: "A", owner, address });
const aaaa = (owner: string, address = "2600:1f18:a::1"): ResourceRecord => ({
  type: "AAAA",
  owner,
  address,
});
const cname = (owner: string, target: string): ResourceRecord => ({ type: "CNAME", owner, target });

const message = (
  answers: readonly ResourceRecord[],
  authority: readonly ResourceRecord[] = [],
  rcode = 0,
  extendedErrors: readonly number[] = [],
): DnsMessage => ({ rcode, answers, authority, extendedErrors });

const read = (decoded: DnsMessage) => classifyAnswer(decoded, "www.test", "AAAA");

describe("classifyAnswer", () => {
  it("takes addresses of the name asked for, each once", () => {
    const answers = [aaaa("www.test"), aaaa("www.test"), aaaa("www.test", "2600:1f18:a::2")];
    expect(read(message(answers))).toEqual({
      kind: "answer",
      addresses: ["2600:1f18:a::1", "2600:1f18:a::2"],
      cname: [],
    });
  });

  it("takes addresses at the end of the chain, in whatever order the records come", () => {
    const answers = [aaaa("c.test"), cname("b.test", "c.test"), cname("www.test", "b.test")];
    expect(read(message(answers))).toMatchObject({ kind: "answer", cname: ["b.test", "c.test"] });
  });

  it("ignores addresses of other names", () => {
    expect(read(message([aaaa("other.test"), aaaa("www.test", "2600:1f18:a::9")]))).toMatchObject({
      addresses: ["2600:1f18:a::9"],
    });
    expect(read(message([aaaa("other.test")]))).toEqual({ kind: "failure", failure: "incomplete" });
    expect(
      read(message([aaaa("www.test"), cname("www.test", "b.test")], [soa("test")])),
    ).toMatchObject({ kind: "nodata", cname: ["b.test"] });
  });

  it("takes NODATA with an SOA of a zone around the name", () => {
    for (const zone of ["www.test", "test"]) {
      expect(read(message([], [soa(zone)]))).toMatchObject({ kind: "nodata", proof: "soa" });
    }
  });

  it("takes NODATA without such an SOA for weak", () => {
    for (const authority of [[], [soa("est")], [soa("a.www.test")]]) {
      expect(read(message([], authority))).toMatchObject({ kind: "nodata", proof: "none" });
    }
  });

  it("tells NXDOMAIN, with its chain", () => {
    expect(read(message([cname("www.test", "gone.test")], [soa("test")], 3))).toEqual({
      kind: "nxdomain",
      proof: "soa",
      cname: ["gone.test"],
    });
    expect(read(message([], [], 3))).toMatchObject({ kind: "nxdomain", proof: "none" });
  });

  it("calls NXDOMAIN with addresses malformed", () => {
    expect(read(message([aaaa("www.test")], [], 3))).toMatchObject({ failure: "malformed" });
  });

  it("wants a chain followed that ends without an SOA of its last zone", () => {
    const answers = [cname("www.test", "edge.example")];
    for (const authority of [[], [soa("test")], [ns("example")]]) {
      expect(read(message(answers, authority))).toEqual({
        kind: "follow",
        cname: ["edge.example"],
      });
    }
  });

  it("calls a referral lame", () => {
    expect(read(message([], [ns("test")]))).toEqual({ kind: "failure", failure: "lame" });
  });

  it("calls loops, and two targets of one name, incomplete", () => {
    const loops = [
      [cname("www.test", "www.test")],
      [cname("www.test", "b.test"), cname("b.test", "www.test")],
      [cname("www.test", "b.test"), cname("b.test", "c.test"), cname("c.test", "b.test")],
      [cname("www.test", "b.test"), cname("www.test", "c.test")],
    ];
    for (const answers of loops) {
      expect(read(message([...answers, aaaa("b.test")]))).toMatchObject({ failure: "incomplete" });
    }
  });

  it("tells what the response code says", () => {
    const failures = [2, 5, 9, 6, 23].map((rcode) => read(message([], [], rcode)));
    expect(failures.map((reading) => "failure" in reading && reading.failure)).toEqual([
      "servfail",
      "refused",
      "refused",
      "servfail",
      "servfail",
    ]);
    for (const rcode of [1, 4, 16]) {
      expect(read(message([aaaa("www.test")], [], rcode))).toEqual({ kind: "no-edns" });
    }
  });

  it("takes no negative answer for a fact whose SOA contradicts it", () => {
    const filtered = { kind: "failure", failure: "incomplete", reason: "filtered" };
    expect(read(message([], [soa("")]))).toEqual(filtered);
    expect(read(message([], [soa("www.test")], 3))).toEqual(filtered);
    const chain = [cname("www.test", "end.test")];
    expect(read(message(chain, [soa("end.test")], 3))).toEqual(filtered);
    expect(read(message(chain, [soa("www.test")], 3))).toMatchObject({ kind: "nxdomain" });
  });

  it.each(["s3.us-east-1.api.aws", "ipv4only.arpa", "www.example.net"])(
    "takes no word of the root that %s does not exist, as its top-level domain does",
    (name) => {
      const denied = message([], [soa("")], 3);
      expect(classifyAnswer(denied, name, "A")).toMatchObject({ reason: "filtered" });
    },
  );

  it.each([0, 3])("takes no word of a top-level domain about names of AWS (code %s)", (rcode) => {
    const read = (name: string, zone: string) =>
      classifyAnswer(message([], [soa(zone)], rcode), name, "AAAA");
    expect(read("s3.us-east-1.amazonaws.com", "com")).toMatchObject({ reason: "filtered" });
    expect(read("s3.us-east-1.api.aws", "aws")).toMatchObject({ reason: "filtered" });
    expect(read("s3.us-east-1.api.aws", "api.aws")).toMatchObject({ proof: "soa" });
    expect(read("www.example.com", "com")).toMatchObject({ proof: "soa" });
  });

  it("takes the word of the root for names under a top-level domain that nobody knows", () => {
    expect(read(message([], [soa("")], 3))).toMatchObject({ kind: "nxdomain", proof: "soa" });
    const root = message([], [soa("")]);
    expect(classifyAnswer(root, "", "NS")).toMatchObject({ kind: "nodata", proof: "soa" });
  });

  it.each([
    [3, "stale"],
    [15, "filtered"],
    [16, "filtered"],
    [17, "filtered"],
    [18, "filtered"],
    [19, "stale"],
  ] as const)("takes nothing for a fact that is marked with the error %i", (code, reason) => {
    const noFact = { kind: "failure", failure: "incomplete", reason };
    for (const rcode of [0, 3]) {
      expect(read(message([], [soa("test")], rcode, [code]))).toEqual(noFact);
      expect(read(message([], [], rcode, [22, code]))).toEqual(noFact);
    }
    const addresses = ["2600:1f18:a::1"];
    expect(read(message([aaaa("www.test")], [], 0, [code]))).toEqual({ ...noFact, addresses });
  });

  it("takes answers for facts that are marked with other errors", () => {
    const marked = [0, 1, 2, 4, 14, 20, 22, 23, 65535];
    expect(read(message([aaaa("www.test")], [], 0, marked))).toMatchObject({ kind: "answer" });
    expect(read(message([], [soa("test")], 0, marked))).toMatchObject({ kind: "nodata" });
    expect(read(message([], [soa("test")], 3, marked))).toMatchObject({ kind: "nxdomain" });
  });

  it("reads the name servers of the root", () => {
    const servers = [ns("")];
    expect(classifyAnswer(message(servers), "", "NS")).toMatchObject({
      kind: "answer",
      addresses: ["ns."],
    });
  });

  const names = fc.constantFrom("www.test", "b.test", "c.test", "test", "example", "");
  const records = fc.array(
    fc.oneof(
      names.map((owner) => a(owner)),
      names.map((owner) => aaaa(owner)),
      names.map((owner) => soa(owner)),
      names.map((owner) => ns(owner)),
      fc.tuple(names, names).map(([owner, target]) => cname(owner, target)),
    ),
    { maxLength: 6 },
  );

  it("never finds an address whose owner is not on the chain, nor one of the other type", () => {
    fc.assert(
      fc.property(
        records,
        records,
        fc.integer({ min: 0, max: 16 }),
        (answers, authority, rcode) => {
          const reading = read(message(answers, authority, rcode));
          if (reading.kind !== "answer") return;
          let owner = "www.test";
          for (const next of reading.cname) {
            expect(answers).toContainEqual(cname(owner, next));
            owner = next;
          }
          for (const address of reading.addresses)
            expect(answers).toContainEqual(aaaa(owner, address));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("does not depend on the order of the records", () => {
    fc.assert(
      fc.property(records, records, fc.constantFrom(0, 3), (answers, authority, rcode) => {
        const turned = message(answers.toReversed(), authority.toReversed(), rcode);
        expect(read(turned)).toEqual(read(message(answers, authority, rcode)));
      }),
    );
  });
});
