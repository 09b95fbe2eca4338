/** The host that a client calls for one service in one region. */
export interface OwnEndpoint {
  readonly hostname: string;
  /** Null: the region of the call. */
  readonly signingRegion: string | null;
}

/**
 * Endpoints that a client takes from a list it carries. For these, it reads neither endpoint URLs nor
 * switches from environment or profile; only a URL given to the call itself counts.
 */
export interface OwnEndpoints {
  /** Of the client that carries the list. */
  readonly version: string;
  readonly source: string;
  /** By CLI name, then by region; `aws-global` and its like may be among the regions. */
  readonly services: ReadonlyMap<string, ReadonlyMap<string, OwnEndpoint>>;
}
