/**
 * A place where nobody listens, now and later: who binds to any free port never gets this one, as may
 * happen to a port that was bound and let go.
 */
export const DEAD_RESOLVER = { host: "127.0.0.1", port: 1, resolver: "127.0.0.1:1" };
