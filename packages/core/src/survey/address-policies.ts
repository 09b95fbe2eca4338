import { isRawObject, type RawObject, rawObjects, rawText } from "./raw.js";

const OPERATOR = /^(?:For(?:All|Any)Values?:)?(?:Not)?IpAddress(?:IfExists)?$/i;
const KEY = /^aws:(?:source|vpcsource)ip$/i;
const MOST_LETTERS = 200_000;

/**
 * What of a policy looks at addresses: who may do what to what is dropped.
 * @param document an object, JSON, or JSON as it stands in URLs
 * @returns null: nothing does, or it is no policy
 */
export function addressTests(document: unknown): RawObject | null {
  const policy = isRawObject(document) ? document : policyInText(document);
  if (policy === null) return null;
  const { Statement: statement } = policy;
  const kept = (Array.isArray(statement) ? statement : [statement]).flatMap((each) => {
    if (!isRawObject(each) || !isRawObject(each["Condition"])) return [];
    const tests = Object.entries(each["Condition"]).flatMap(([operator, keys]) => {
      if (!OPERATOR.test(operator) || !isRawObject(keys)) return [];
      const own = Object.entries(keys).filter(([key]) => KEY.test(key));
      return own.length === 0 ? [] : [[operator, Object.fromEntries(own)] as const];
    });
    if (tests.length === 0) return [];
    const id = rawText(each, "Sid");
    return [
      {
        ...(id === null ? {} : { Sid: id }),
        Effect: rawText(each, "Effect") ?? "Allow",
        Condition: Object.fromEntries(tests),
      },
    ];
  });
  return kept.length === 0 ? null : { Statement: kept };
}

/** Whether a value is a policy, whatever it says. */
export const isPolicy = (value: unknown): boolean =>
  (isRawObject(value) ? value : policyInText(value))?.["Statement"] !== undefined;

function policyInText(value: unknown): RawObject | null {
  if (typeof value !== "string" || value.length > MOST_LETTERS) return null;
  const text = value.trimStart().startsWith("%7B") ? decoded(value) : value;
  if (!/^\s*\{/.test(text) || !text.includes('"Statement"')) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return isRawObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/**
 * Policies that look at the address of who calls: of a user, group or role, or one of the account's own, as IAM describes
 * them. Each has its `Arn`, its `PolicyName` where it stands in one of the former, and `Policy` with those statements.
 */
export function addressPoliciesOf(item: RawObject): readonly RawObject[] {
  const arn = rawText(item, "Arn");
  if (arn === null) return [];
  const inline = ["UserPolicyList", "GroupPolicyList", "RolePolicyList"]
    .flatMap((key) => rawObjects(item, key))
    .map((each) => [rawText(each, "PolicyName"), each["PolicyDocument"]] as const);
  const current = rawText(item, "DefaultVersionId");
  const managed = rawObjects(item, "PolicyVersionList")
    .filter(
      (each) =>
        each["IsDefaultVersion"] === true ||
        (current !== null && rawText(each, "VersionId") === current),
    )
    .map((each) => [null, each["Document"]] as const);
  const documents = [
    [rawText(item, "PolicyName"), item["Policy"]] as const,
    [null, item["AssumeRolePolicyDocument"]] as const,
    ...inline,
    ...managed,
  ];
  return documents.flatMap(([PolicyName, document]): readonly RawObject[] => {
    const Policy = addressTests(document);
    return Policy === null ? [] : [{ Arn: arn, PolicyName, Policy }];
  });
}
