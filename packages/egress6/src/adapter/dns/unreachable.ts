import { Egress6Error } from "@egress6/core/errors";
import type { Resolver } from "./resolver.js";

/** No resolver answers: says which, why, and what to do. */
export function unreachableError(resolvers: readonly Resolver[]): Egress6Error {
  const wasHeard = resolvers.some((resolver) => resolver.isHeard);
  const lines = resolvers.map((resolver) => `${resolver.text} (${reasonOf(resolver)})`);
  const what = wasHeard
    ? "The DNS resolver stopped answering"
    : resolvers.length === 1
      ? "The DNS resolver does not answer"
      : "None of the DNS resolvers answers";
  return new Egress6Error(
    "RESOLVER_UNREACHABLE",
    "incomplete",
    `${what}: ${lines.join(", ")}. ` +
      "Check the address, the port and the way there (firewall, VPN), " +
      "or name another resolver with --resolver HOST[:PORT].",
    { cause: resolvers[0]?.lastError ?? undefined },
  );
}

/** Every resolver denies every name, even the root: says which, and what to do. */
export function closedError(resolvers: readonly Resolver[]): Egress6Error {
  const who = resolvers.map(({ text }) => text).join(", ");
  return new Egress6Error(
    "RESOLVER_UNREACHABLE",
    "incomplete",
    `The DNS resolver ${who} cannot reach public DNS: it says that even the root does not exist, ` +
      'so its "no such name" proves nothing. Use another one: --resolver HOST[:PORT].',
  );
}

function reasonOf({ lastError }: Resolver): string {
  switch (lastError?.code) {
    case undefined:
      return "no answer over UDP";
    case "ECONNREFUSED":
      return "connection refused, nothing listens on that port";
    case "ENETUNREACH":
    case "EHOSTUNREACH":
    case "EADDRNOTAVAIL":
      return "no route to that address from this host";
    case "EPERM":
    case "EACCES":
      return "this host's firewall forbids it";
    default:
      return lastError?.message ?? "no answer over UDP";
  }
}
