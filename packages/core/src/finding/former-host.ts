/** A hostname that older SDKs call. */
export type FormerHost = {
  readonly hostname: string;
  /** SDKs released before that day call it: `YYYY-MM-DD`. */
  readonly until: string;
  /** Whether it was observed to have an address. */
  readonly exists: "yes" | "no" | "unknown";
};

const EXISTS_WORDS: Readonly<Record<FormerHost["exists"], string>> = {
  yes: ", another hostname",
  no: ", which does not exist",
  unknown: ", another hostname, which we have not checked",
};

/** `SDKs released before 2025-04-30 call api.ecr.eu-west-1.api.aws, which does not exist.` */
export function formerHostWords({ hostname, until, exists }: FormerHost): string {
  return `SDKs released before ${until} call ${hostname}${EXISTS_WORDS[exists]}.`;
}
