import { isIPv6 } from "node:net";
import dnsPacket, { type Answer } from "dns-packet";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeMessage } from "./decode-message.js";
import { ipv6Text } from "./ip-text.js";
import { encodeQuery, LONGEST_QUERY, matchQuestion } from "./question.js";

const label = fc.string({
  unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789-_"),
  minLength: 1,
  maxLength: 12,
});
const name = fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => labels.join("."));
const type = fc.constantFrom("A" as const, "AAAA" as const);
const ipv4 = fc.ipV4();
const ipv6Octets = fc.uint8Array({ minLength: 16, maxLength: 16 });
const sparseIpv6 = fc
  .array(fc.constantFrom(0, 0, 0, 1, 0xff), { minLength: 16, maxLength: 16 })
  .map((octets) => Uint8Array.from(octets));

const packetOf = (id: number, asked: string, askedType: "A" | "AAAA", hasEdns = true) => {
  const packet = Buffer.alloc(LONGEST_QUERY);
  return packet.subarray(0, encodeQuery(packet, 0, id, asked, askedType, hasEdns));
};

describe("encodeQuery", () => {
  it("writes what dns-packet reads", () => {
    fc.assert(
      fc.property(fc.nat(65535), name, type, fc.boolean(), (id, asked, askedType, hasEdns) => {
        const decoded = dnsPacket.decode(packetOf(id, asked, askedType, hasEdns));
        expect(decoded).toMatchObject({
          id,
          type: "query",
          flag_rd: true,
          questions: [{ name: asked, type: askedType, class: "IN" }],
        });
        const sizes = decoded.additionals?.map(
          (extra) => "udpPayloadSize" in extra && extra.udpPayloadSize,
        );
        expect(sizes).toEqual(hasEdns ? [1232] : []);
      }),
    );
  });

  it.each([true, false])("asks DNS64 to make nothing up: %s", (isCheckingDisabled) => {
    const packet = Buffer.alloc(LONGEST_QUERY);
    const end = encodeQuery(packet, 0, 1, "www.test", "AAAA", true, isCheckingDisabled);
    const decoded = dnsPacket.decode(packet.subarray(0, end));
    expect(decoded).toMatchObject({
      flag_cd: isCheckingDisabled,
      additionals: [{ type: "OPT", flag_do: isCheckingDisabled }],
    });
  });

  it("asks for the name servers of the root", () => {
    const packet = Buffer.alloc(LONGEST_QUERY);
    const end = encodeQuery(packet, 0, 1, "", "NS", true);
    expect(dnsPacket.decode(packet.subarray(0, end)).questions).toMatchObject([
      { name: ".", type: "NS", class: "IN" },
    ]);
  });

  it("fits the longest name", () => {
    const longest = [63, 63, 63, 61].map((length) => "a".repeat(length)).join(".");
    expect(packetOf(1, longest, "AAAA")).toHaveLength(LONGEST_QUERY);
  });
});

const recordsOf = (asked: string) => {
  const owner = fc.oneof(fc.constant(asked), name);
  return fc.array(
    fc.oneof(
      fc.tuple(owner, ipv4).map(([at, data]): Answer => ({ type: "A", name: at, data })),
      fc.tuple(owner, fc.ipV6()).map(([at, data]): Answer => ({ type: "AAAA", name: at, data })),
      fc.tuple(owner, owner).map(([at, data]): Answer => ({ type: "CNAME", name: at, data })),
      fc.tuple(owner, owner).map(([at, data]): Answer => ({ type: "NS", name: at, data })),
      fc.tuple(owner, owner).map(
        ([at, mname]): Answer => ({
          type: "SOA",
          name: at,
          data: { mname, rname: "admin.test" },
        }),
      ),
      fc.tuple(owner, fc.string()).map(([at, data]): Answer => ({ type: "TXT", name: at, data })),
    ),
    { maxLength: 8 },
  );
};

/** Extended errors, with and without a text, and options of other kinds. */
const ednsOption = fc.tuple(
  fc.constantFrom(10, 15, 15, 15),
  fc.uint8Array({ minLength: 2, maxLength: 8 }),
);
type Option = readonly [code: number, data: Uint8Array];

const response = fc
  .record({
    asked: name,
    askedType: type,
    id: fc.nat(65535),
    rcode: fc.nat(15),
    options: fc.option(fc.array(ednsOption, { maxLength: 3 })),
  })
  .chain(({ asked, askedType, id, rcode, options }) =>
    fc.tuple(recordsOf(asked), recordsOf(asked)).map(([answers, authorities]) => ({
      asked,
      askedType,
      id,
      rcode,
      packet: withOptions(
        dnsPacket.encode({
          type: "response",
          id,
          flags: rcode,
          questions: [{ name: asked, type: askedType }],
          answers,
          authorities,
        }),
        options,
      ),
      extendedErrors: (options ?? []).flatMap(([code, [high = 0, low = 0]]) =>
        code === 15 ? [256 * high + low] : [],
      ),
    })),
  );

/** With a record that dns-packet cannot write. */
function withOptions(packet: Buffer, options: readonly Option[] | null): Buffer {
  if (options === null) return packet;
  const data = options.map(([code, value]) => {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(code, 0);
    head.writeUInt16BE(value.length, 2);
    return Buffer.concat([head, value]);
  });
  const opt = Buffer.from("00002904d0000000000000", "hex");
  opt.writeUInt16BE(Buffer.concat(data).length, 9);
  packet.writeUInt16BE(1, 10);
  return Buffer.concat([packet, opt, ...data]);
}

/** The record as `decodeMessage` gives it, from what dns-packet decoded. */
function simplified(record: Answer): unknown[] {
  const owner = record.name.toLowerCase();
  switch (record.type) {
    case "A":
      return [{ type: record.type, owner, address: record.data }];
    case "AAAA":
      return [{ type: record.type, owner, address: canonical(String(record.data)) }];
    case "CNAME":
    case "NS":
      return [{ type: record.type, owner, target: String(record.data).toLowerCase() }];
    case "SOA":
      return [{ type: record.type, owner }];
    default:
      return [];
  }
}

/** As RFC 5952 and this project write it; the URL parser writes mapped addresses in hexadecimal. */
function canonical(address: string): string {
  const text = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(text);
  if (mapped === null) return text;
  const [high, low] = [mapped[1], mapped[2]].map((group) => Number.parseInt(group ?? "", 16));
  const octets = [high ?? 0, low ?? 0].flatMap((group) => [group >> 8, group & 0xff]);
  return `::ffff:${octets.join(".")}`;
}

describe("decodeMessage", () => {
  it("reads the same as dns-packet", () => {
    fc.assert(
      fc.property(response, ({ asked, rcode, packet, extendedErrors }) => {
        const reference = dnsPacket.decode(packet);
        expect(decodeMessage(packet, asked)).toEqual({
          rcode,
          answers: (reference.answers ?? []).flatMap(simplified),
          authority: (reference.authorities ?? []).flatMap(simplified),
          extendedErrors,
        });
      }),
      { numRuns: 500 },
    );
  });

  it("reads compressed names, and those that point into the question", () => {
    const header = Buffer.from("123481800001000300000000", "hex");
    const question = Buffer.from("0377777704746573740000010001", "hex");
    // The question begins at 0x0c, its label "test" at 0x10, the data of the CNAME at 0x26.
    const cname = "c00c 0005 0001 00000000 0007 0465646765c010";
    const addresses = ["c026", "c010"].map((owner) => `${owner} 0001 0001 00000000 0004 c0000201`);
    const answers = Buffer.from([cname, ...addresses].join("").replaceAll(" ", ""), "hex");
    expect(decodeMessage(Buffer.concat([header, question, answers]), "www.test")?.answers).toEqual([
      { type: "CNAME", owner: "www.test", target: "edge.test" },
      { type: "A", owner: "edge.test", address: "192.0.2.1" },
      { type: "A", owner: "test", address: "192.0.2.1" },
    ]);
  });

  it("refuses pointers that lead forwards or in circles", () => {
    const header = Buffer.from("123481800001000100000000", "hex");
    const question = Buffer.from("0377777704746573740000010001", "hex");
    const rest = Buffer.from("00010001000000000004c0000201", "hex");
    for (const owner of ["c01a", "c01b", "ffff", "c000", "0161c01a"]) {
      const packet = Buffer.concat([header, question, Buffer.from(owner, "hex"), rest]);
      expect(decodeMessage(packet, "www.test")).toBeNull();
    }
  });

  it("refuses every message that was cut off", () => {
    fc.assert(
      fc.property(response, fc.double({ min: 0, max: 1, noNaN: true }), (sent, share) => {
        const questionEnd = 12 + sent.asked.length + 2 + 4;
        const length = questionEnd + Math.floor(share * (sent.packet.length - questionEnd));
        if (length === sent.packet.length) return;
        expect(decodeMessage(sent.packet.subarray(0, length), sent.asked)).toBeNull();
      }),
    );
  });

  it("survives damage of any kind", () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(response, damage, ({ asked, packet }, damages) => {
        const damaged = Buffer.from(packet);
        for (const [offset, value] of damages) damaged[offset % damaged.length] = value;
        const decoded = decodeMessage(damaged, asked);
        if (decoded !== null)
          expect(decoded.answers.length).toBeLessThanOrEqual(damaged.readUInt16BE(6));
      }),
      { numRuns: 3000 },
    );
  });

  it("writes octets that no host name has so that names stay distinct", () => {
    const header = Buffer.from("123481800001000100000000", "hex");
    const question = Buffer.from("01610000010001", "hex");
    const owner = Buffer.from("04412e5c0000", "hex");
    const rest = Buffer.from("00010001000000000004c0000201", "hex");
    const decoded = decodeMessage(Buffer.concat([header, question, owner, rest]), "a");
    expect(decoded?.answers[0]?.owner).toBe("a\\046\\092\\000");
  });
});

describe("matchQuestion", () => {
  it("recognises the response to a query, and to no other", () => {
    fc.assert(
      fc.property(response, name, type, ({ asked, askedType, packet }, other, otherType) => {
        expect(matchQuestion(packet, asked, askedType)).toBe("same");
        const isSame = other === asked && otherType === askedType;
        expect(matchQuestion(packet, other, otherType) === "same").toBe(isSame);
      }),
    );
  });

  it("takes a packet that differs in any octet of the question for another", () => {
    fc.assert(
      fc.property(response, fc.nat(), fc.integer({ min: 1, max: 255 }), (sent, offset, change) => {
        const packet = Buffer.from(sent.packet);
        const at = 12 + (offset % (sent.asked.length + 6));
        packet[at] = (packet[at] ?? 0) ^ change;
        expect(matchQuestion(packet, sent.asked, sent.askedType)).not.toBe("same");
      }),
    );
  });

  it("tells packets that end too early, queries, and bare errors", () => {
    const query = packetOf(7, "www.test", "A");
    expect(matchQuestion(query, "www.test", "A")).toBe("other");
    const answer = Buffer.from(query);
    answer[2] = 0x81;
    expect(matchQuestion(answer.subarray(0, 20), "www.test", "A")).toBe("unreadable");
    expect(matchQuestion(answer.subarray(0, 5), "www.test", "A")).toBe("unreadable");
    const bare = Buffer.from("000781810000000000000000", "hex");
    expect(matchQuestion(bare, "www.test", "A")).toBe("error-only");
    bare[3] = 0x80;
    expect(matchQuestion(bare, "www.test", "A")).toBe("unreadable");
  });
});

describe("ipv6Text", () => {
  it("writes addresses as RFC 5952 wants them", () => {
    fc.assert(
      fc.property(fc.oneof(ipv6Octets, sparseIpv6), (octets) => {
        const groups = Array.from({ length: 8 }, (_, group) =>
          (((octets[2 * group] ?? 0) << 8) | (octets[2 * group + 1] ?? 0)).toString(16),
        );
        const text = ipv6Text(octets, 0);
        expect(isIPv6(text)).toBe(true);
        expect(text).toBe(canonical(groups.join(":")));
      }),
      { numRuns: 2000 },
    );
  });

  it("writes IPv4-mapped addresses with dots", () => {
    const mapped = Buffer.from("00000000000000000000ffffc0000201", "hex");
    expect(ipv6Text(mapped, 0)).toBe("::ffff:192.0.2.1");
  });
});
