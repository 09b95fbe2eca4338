export interface FactInCode {
  readonly path: string;
  readonly line: number;
  readonly kind: "host" | "regions" | "price";
  readonly text: string;
}

export interface FactException {
  readonly path: string;
  readonly text?: string;
  readonly reason: string;
}

interface AwsWords {
  readonly zones: readonly string[];
  readonly host: RegExp;
  readonly region: RegExp;
}

export const EXCEPTIONS: readonly FactException[];
export function awsWords(
  partitions: Readonly<
    Record<string, { readonly dns: string; readonly dualDns: string; readonly regionRegex: string }>
  >,
): AwsWords;
export function factsIn(path: string, text: string, words: AwsWords): readonly FactInCode[];
export function lintFactsInCode(
  facts: readonly FactInCode[],
  exceptions: readonly FactException[],
): readonly string[];
