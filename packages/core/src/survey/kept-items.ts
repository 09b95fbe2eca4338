import { addressPoliciesOf } from "./address-policies.js";
import type { SurveyCall } from "./calls.js";
import { isRawObject, type RawObject } from "./raw.js";
import { withoutSecrets } from "./without-secrets.js";

/** What is kept of one page of an answer: no secret, and of policies what looks at addresses. */
export function keptItems({ action, key, otherKeys }: SurveyCall, page: RawObject) {
  const values = [key, ...otherKeys]
    .flatMap((each) => listOf(page[each]))
    .map((each) => withoutSecrets(each));
  return action === "iam:GetAccountAuthorizationDetails"
    ? values.filter(isRawObject).flatMap(addressPoliciesOf)
    : values;
}

/** A list, or the one thing that the key holds. */
const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
