import { expect, test } from "vitest";
import { npmReason } from "./aws-cli-package.js";

test.each([
  [
    "npm error code ECONNREFUSED\nnpm error syscall connect\nnpm error errno ECONNREFUSED\n" +
      "npm error FetchError: request to http://127.0.0.1:9/x failed, reason: connect ECONNREFUSED\n" +
      "npm error     at ClientRequest.<anonymous> (index.js:130:14)\nnpm error   code: 'ECONNREFUSED',\nnpm error }",
    "FetchError: request to http://127.0.0.1:9/x failed, reason: connect ECONNREFUSED",
  ],
  [
    "npm ERR! code E404\nnpm ERR! 404 Not Found - GET https://r.example/x",
    "404 Not Found - GET https://r.example/x",
  ],
  ["npm error code EAI_AGAIN\nnpm error A complete log of this run can be found in: /x", null],
])("of what npm prints the sentence is shown, not the stack", (printed, reason) => {
  expect(npmReason(printed)).toBe(reason);
});
