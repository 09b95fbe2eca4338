import dnsPacket from "dns-packet";

const TYPES = { 1: "A", 5: "CNAME", 28: "AAAA" };

/**
 * Whether an answer was taken that must not be. What counts is what another decoder, with
 * dns-packet's reading of names, sees in the same octets. It is a forgery when
 * - the packet is not a response to this id and this question, octet for octet, or is truncated, or
 * - one of the addresses is in no record of the asked type whose owner is the end of the CNAME chain
 *   that begins at the question.
 * A changed octet inside a true address is not: without DNSSEC nobody can tell.
 */
export function isForgery(packet, { id, name, type }, { addresses }) {
  const question = dnsPacket
    .encode({ type: "query", id, questions: [{ name, type }] })
    .subarray(12);
  const isResponse = (packet[2] & 0xfa) === 0x80;
  if (packet.readUInt16BE(0) !== id || !isResponse) return true;
  if (!packet.subarray(12, 12 + question.length).equals(question)) return true;
  const decoded = decodeAnswers(packet);
  const end = endOfChain(decoded, name);
  const allowed = new Set(
    decoded
      .filter((record) => record.type === type && record.name.toLowerCase() === end)
      .map((record) => canonical(record.data)),
  );
  return addresses.some((address) => !allowed.has(canonical(address)));
}

/** The A, AAAA and CNAME records of the answer section, names as dns-packet reads them. */
function decodeAnswers(packet) {
  const records = [];
  let at = 12;
  const readName = () => {
    const name = dnsPacket.name.decode(packet, at);
    at += dnsPacket.name.decode.bytes;
    return name;
  };
  readName();
  at += 4;
  for (let left = packet.readUInt16BE(6); left > 0; left--) {
    const name = readName();
    const type = TYPES[packet.readUInt16BE(at)];
    const isInternet = packet.readUInt16BE(at + 2) === 1;
    const end = at + 10 + packet.readUInt16BE(at + 8);
    at += 10;
    if (isInternet && type === "CNAME") records.push({ name, type, data: readName() });
    else if (isInternet && type !== undefined) {
      records.push({ name, type, data: addressText(packet.subarray(at, end)) });
    }
    at = end;
  }
  return records;
}

function addressText(octets) {
  if (octets.length === 4) return octets.join(".");
  return octets.toString("hex").match(/.{4}/g).join(":");
}

function endOfChain(records, name) {
  let end = name;
  for (let hops = 0; hops < 64; hops++) {
    const alias = records.find(
      (record) => record.type === "CNAME" && record.name.toLowerCase() === end,
    );
    if (alias === undefined) return end;
    end = alias.data.toLowerCase();
  }
  return end;
}

function canonical(address) {
  return address.includes(":") ? new URL(`http://[${address}]/`).hostname : address;
}
