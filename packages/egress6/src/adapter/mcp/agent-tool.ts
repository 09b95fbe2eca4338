import type { ZodObject } from "zod";

/** A tool for coding agents. */
export interface AgentTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: ZodObject;
  /** @throws Egress6Error what the caller can mend */
  readonly answer: (given: unknown, signal: AbortSignal) => Promise<object>;
}
