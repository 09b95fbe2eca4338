import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { seededRandom } from "../../test/support/seeded-random.mjs";

const START = 1_793_577_600;
const FILES = 32;
const HEADER =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path";

/**
 * Writes VPC flow logs of version 5, six records for each connection through a NAT gateway, as a VPC logs them.
 * @returns how many bytes the records are without compression
 */
export function writeLogs(folder, records, pairs) {
  const random = seededRandom(19);
  const below = (limit) => Math.floor(random() * limit);
  const nats = [0, 1, 2].map((zone) => ({
    eni: `eni-0ab73b02cc09a86c${zone}`,
    ip: `10.0.${zone}.220`,
    az: `euc1-az${zone + 1}`,
  }));
  // As many pairs of workload, destination and port as wanted, each drawn about as often.
  const known = Array.from({ length: pairs }, () => {
    const zone = below(3);
    const workload = below(2000);
    return {
      zone,
      src: `10.0.${16 * (zone + 1) + (workload >> 8)}.${workload & 255}`,
      eni: `eni-0${workload.toString(16).padStart(16, "0")}`,
      instance: `i-0${workload.toString(16).padStart(16, "0")}`,
      dst: `${3 + below(90)}.${below(256)}.${below(256)}.${below(256)}`,
      port: below(4) === 0 ? 80 : 443,
    };
  });
  mkdirSync(folder, { recursive: true });
  let size = 0;
  let written = 0;
  for (let file = 0; file < FILES; file++) {
    const lines = [HEADER];
    const until = Math.round((records * (file + 1)) / FILES);
    while (written < until) {
      const pair = known[below(pairs)];
      const { src, dst, port, zone } = pair;
      const nat = nats[zone];
      const local = 1024 + below(64_000);
      const outside = 1024 + below(64_000);
      const start = START + 10 * file + below(60);
      const [up, down] = [60 + below(90_000), 60 + below(4_000_000)];
      const line = (
        eni,
        from,
        to,
        fromPort,
        toPort,
        bytes,
        subnet,
        instance,
        pktFrom,
        pktTo,
        isOut,
      ) =>
        `5 123456789012 ${eni} ${from} ${to} ${fromPort} ${toPort} 6 ${1 + (bytes >> 10)} ${bytes} ${start} ${start + 55} ACCEPT OK vpc-0a1b2c3d4e5f60718 subnet-${subnet}${zone}a1b2c3d4e5f6 ${instance} 19 IPv4 ${pktFrom} ${pktTo} eu-central-1 ${nat.az} - - ${isOut ? "- AMAZON egress 1" : "AMAZON - ingress -"}`;
      lines.push(
        line(pair.eni, src, dst, local, port, up, "0c", pair.instance, src, dst, true),
        line(pair.eni, dst, src, port, local, down, "0c", pair.instance, dst, src, false),
        line(nat.eni, src, nat.ip, local, port, up, "0d", "-", src, dst, false),
        line(nat.eni, nat.ip, src, port, local, down, "0d", "-", dst, src, true),
        line(nat.eni, nat.ip, dst, outside, port, up, "0d", "-", nat.ip, dst, true),
        line(nat.eni, dst, nat.ip, port, outside, down, "0d", "-", dst, nat.ip, false),
      );
      written += 6;
    }
    const text = `${lines.join("\n")}\n`;
    size += text.length;
    const name = `123456789012_vpcflowlogs_eu-central-1_fl-01234567890abcdef_20261102T0000Z_${String(file).padStart(8, "0")}.log.gz`;
    writeFileSync(`${folder}/${name}`, gzipSync(text, { level: 6 }));
  }
  const topology = {
    region: "eu-central-1",
    vpc: "vpc-0a1b2c3d4e5f60718",
    nats: nats.map(({ eni, ip, az }, zone) => ({ id: `nat-0${zone}`, eni, ip, az })),
  };
  writeFileSync(`${folder}/topology.json`, JSON.stringify(topology));
  return { bytes: size, records: written, nats };
}
