/** `host:port`, or `[host]:port` for IPv6: how outcomes name their resolver. */
export function resolverText({
  host,
  port,
}: {
  readonly host: string;
  readonly port: number;
}): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
