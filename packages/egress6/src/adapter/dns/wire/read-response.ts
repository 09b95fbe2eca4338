import type { DnsMessage } from "@egress6/core/observation/message";
import { decodeMessage } from "./decode-message.js";
import { headerRcode, isTruncated, matchQuestion, type QuestionType } from "./question.js";

/**
 * What a packet with the right id is to a question:
 * - a message: the response to it
 * - `foreign`: a response to another question, or no response
 * - `unreadable`: nonsense before it can be told what it responds to; perhaps the answer, perhaps not
 * - `truncated`: the response, too long for UDP
 * - `malformed`: the response, cut off or nonsense
 */
export type Response = DnsMessage | "foreign" | "unreadable" | "truncated" | "malformed";

export function readResponse(packet: Uint8Array, name: string, type: QuestionType): Response {
  const match = matchQuestion(packet, name, type);
  switch (match) {
    case "other":
      return "foreign";
    case "unreadable":
      return "unreadable";
    case "error-only":
      return { rcode: headerRcode(packet), answers: [], authority: [], extendedErrors: [] };
    case "same":
      if (isTruncated(packet)) return "truncated";
      return decodeMessage(packet, name) ?? "malformed";
  }
}
