// True answers, and ways to damage them.
import dnsPacket from "dns-packet";

const NAMES = [
  "s3.us-east-1.amazonaws.com",
  "ec2.eu-central-1.api.aws",
  "a.b",
  `${"x".repeat(63)}.${"y".repeat(63)}.test`,
];

/** Answers as servers send them: addresses, chains, NODATA, NXDOMAIN, referrals, with and without EDNS. */
export function trueAnswers() {
  const answers = [];
  for (const name of NAMES) {
    for (const type of ["A", "AAAA"]) {
      for (const sections of sectionsOf(name, type)) {
        const packet = dnsPacket.encode({
          type: "response",
          id: 0x1234,
          questions: [{ name, type }],
          additionals: [{ type: "OPT", name: ".", udpPayloadSize: 1232, flags: 0, options: [] }],
          ...sections,
          flags: 0x0180 | (sections.rcode ?? 0),
        });
        answers.push({ name, type, packet });
        answers.push({ name, type, packet: compressed(packet, name) });
      }
    }
  }
  return answers;
}

function sectionsOf(name, type) {
  const address = (owner, last) => ({
    type,
    name: owner,
    ttl: 60,
    data: type === "A" ? `52.94.5.${last}` : `2600:1f18:a::${last}`,
  });
  const alias = (owner, data) => ({ type: "CNAME", name: owner, ttl: 60, data });
  const soa = {
    type: "SOA",
    name: "test",
    ttl: 60,
    data: { mname: "ns.test", rname: "admin.test" },
  };
  return [
    { answers: [address(name, 1), address(name, 2)] },
    {
      answers: [alias(name, "edge.test"), alias("edge.test", "last.test"), address("last.test", 3)],
    },
    { answers: [address("other.test", 66), address(name, 1)] },
    { answers: [alias(name, "edge.test")], authorities: [soa] },
    { authorities: [soa] },
    { authorities: [soa], rcode: 3 },
    { authorities: [{ type: "NS", name: "test", ttl: 60, data: "ns.elsewhere.test" }] },
    { rcode: 2 },
  ];
}

/** The same packet with owner names that point at the question, as servers really write them. */
function compressed(packet, name) {
  const question = packet.subarray(12, 12 + name.length + 2);
  const parts = [packet.subarray(0, 12 + question.length + 4)];
  let from = 12 + question.length + 4;
  for (let at = from; at <= packet.length - question.length; at++) {
    if (!packet.subarray(at, at + question.length).equals(question)) continue;
    parts.push(packet.subarray(from, at), Buffer.from([0xc0, 12]));
    from = at + question.length;
    at = from - 1;
  }
  return Buffer.concat([...parts, packet.subarray(from)]);
}

/** A damaged copy: one to four of the damages below. */
export function mutate(packet, other, random) {
  let damaged = Buffer.from(packet);
  const times = 1 + Math.floor(random() * 4);
  for (let time = 0; time < times; time++) {
    const damage = DAMAGES[Math.floor(random() * DAMAGES.length)];
    damaged = damage(damaged, other, random);
  }
  return damaged;
}

/** More often behind the question than in it: what changes the question is soon thrown away. */
const place = (packet, random) => Math.floor(Math.sqrt(random()) * packet.length);
const anyByte = (random) => Math.floor(random() * 256);
const TELLING_BYTES = [0x00, 0x01, 0x05, 0x1c, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xff];

const overwrite = (pick) => (packet, _other, random) => {
  if (packet.length > 0) packet[place(packet, random)] = pick(random);
  return packet;
};

const DAMAGES = [
  overwrite(anyByte),
  overwrite((random) => TELLING_BYTES[Math.floor(random() * TELLING_BYTES.length)]),
  function flipBit(packet, _other, random) {
    if (packet.length > 0) packet[place(packet, random)] ^= 1 << Math.floor(random() * 8);
    return packet;
  },
  function cut(packet, _other, random) {
    return packet.subarray(0, place(packet, random) + 1);
  },
  function grow(packet, _other, random) {
    return Buffer.concat([packet, Buffer.from(Array.from({ length: 12 }, () => anyByte(random)))]);
  },
  function removePart(packet, _other, random) {
    const from = place(packet, random);
    const to = Math.min(packet.length, from + 1 + Math.floor(random() * 20));
    return Buffer.concat([packet.subarray(0, from), packet.subarray(to)]);
  },
  function repeatPart(packet, _other, random) {
    const from = place(packet, random);
    const to = Math.min(packet.length, from + 1 + Math.floor(random() * 40));
    return Buffer.concat([packet.subarray(0, to), packet.subarray(from)]);
  },
  function splice(packet, other, random) {
    return Buffer.concat([
      packet.subarray(0, place(packet, random)),
      other.subarray(place(other, random)),
    ]);
  },
  function changeCount(packet, _other, random) {
    const at = 5 + 2 * Math.floor(random() * 4);
    if (at < packet.length) packet[at] = anyByte(random);
    return packet;
  },
  function insertPointer(packet, _other, random) {
    const at = place(packet, random);
    const target = Math.floor(random() * (packet.length + 10));
    const pointer = Buffer.from([0xc0 | (target >> 8), target & 0xff]);
    return Buffer.concat([packet.subarray(0, at), pointer, packet.subarray(at + 2)]);
  },
];
