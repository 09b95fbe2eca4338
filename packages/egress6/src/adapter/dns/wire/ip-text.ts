/** Dotted text of the four octets at `start`. */
export function ipv4Text(packet: Uint8Array, start: number): string {
  return `${packet[start]}.${packet[start + 1]}.${packet[start + 2]}.${packet[start + 3]}`;
}

/** Text of the sixteen octets at `start` as RFC 5952 wants it. */
export function ipv6Text(packet: Uint8Array, start: number): string {
  const [zerosFrom, zerosTo] = longestZeroRun(packet, start);
  if (isIpv4Mapped(packet, start, zerosFrom, zerosTo)) {
    return `::ffff:${ipv4Text(packet, start + 12)}`;
  }
  let text = "";
  for (let group = 0; group < 8; group++) {
    if (group === zerosFrom) {
      text += "::";
      group = zerosTo - 1;
      continue;
    }
    if (group > 0 && group !== zerosTo) text += ":";
    text += groupAt(packet, start, group).toString(16);
  }
  return text;
}

function groupAt(packet: Uint8Array, start: number, group: number): number {
  const at = start + 2 * group;
  return ((packet[at] ?? 0) << 8) | (packet[at + 1] ?? 0);
}

/** The first of the longest runs of at least two zero groups, as [from, to); [-1, -1] without one. */
function longestZeroRun(packet: Uint8Array, start: number): readonly [number, number] {
  let bestFrom = -1;
  let bestTo = -1;
  let from = -1;
  for (let group = 0; group <= 8; group++) {
    if (group < 8 && groupAt(packet, start, group) === 0) {
      if (from < 0) from = group;
      continue;
    }
    if (from >= 0 && group - from >= 2 && group - from > bestTo - bestFrom) {
      bestFrom = from;
      bestTo = group;
    }
    from = -1;
  }
  return [bestFrom, bestTo];
}

function isIpv4Mapped(packet: Uint8Array, start: number, from: number, to: number): boolean {
  return from === 0 && to === 5 && groupAt(packet, start, 5) === 0xffff;
}
