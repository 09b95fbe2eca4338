/** What to add to the refusal of a value of a config file; empty when no comment stands behind it. */
export function commentHint(value: string): string {
  return /\s[#;]/.test(value)
    ? " A comment behind a value is part of it for the AWS CLI and boto3: move it to a line of its own."
    : "";
}
