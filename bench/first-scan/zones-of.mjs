/** Zone files, by zone, in which every name has A, and some also AAAA. */
export function zonesOf(names) {
  const lines = new Map();
  for (const [index, name] of names.entries()) {
    const zone = `${zoneOf(name)}.`;
    if (!lines.has(zone)) {
      lines.set(zone, [
        `${zone} 300 IN SOA ns.${zone} hostmaster.${zone} 1 1800 900 604800 300`,
        `${zone} 300 IN NS ns.${zone}`,
        `ns.${zone} 300 IN A 127.0.0.1`,
      ]);
    }
    const records = lines.get(zone);
    records.push(`${name}. 300 IN A 52.94.5.1`);
    if (index % 3 === 0) records.push(`${name}. 300 IN AAAA 2600:1f18:a::1`);
  }
  return Object.fromEntries([...lines].map(([zone, records]) => [zone, `${records.join("\n")}\n`]));
}

/** The domain that somebody registered: two labels, three below `com.cn` and its like. */
function zoneOf(name) {
  const labels = name.split(".");
  const isTwoLevel =
    labels.at(-1)?.length === 2 && ["com", "co", "amazonaws"].includes(labels.at(-2));
  return labels.slice(isTwoLevel ? -3 : -2).join(".");
}
