/** What a finding is about, wherever it stands in a file. */
interface Identity {
  readonly ruleId: string;
  /** Of what is looked through: `environment`, `aws-config`, `terraform`. */
  readonly format: string;
  /** From the outside in: profile and region, or module and resource. */
  readonly resource: readonly string[];
  /** The setting or attribute in it; its case says nothing. */
  readonly attribute: readonly string[];
}

/**
 * `key-case/aws-config/default/eu-west-1/use_dualstack_endpoint`: the same as long as the same rule finds the same
 * thing, whatever line it moves to. Its form is part of what baselines rest on: it changes with a major version only.
 */
export function fingerprintOf({ ruleId, format, resource, attribute }: Identity): string {
  const path = attribute.map((each) => each.trim().toLowerCase());
  return [ruleId, format, ...resource, ...path].map(segment).join("/");
}

/** What would end a segment or a line, or could not be seen in one. */
const UNSAFE = /[%/\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

function segment(text: string): string {
  return text.replace(UNSAFE, (each) => `%${each.codePointAt(0)?.toString(16)};`);
}
