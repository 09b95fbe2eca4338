import { isCalendarDay, type ProjectIgnore } from "@egress6/core/audit/suppress";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { parse } from "yaml";
import { z } from "zod";
import { readProjectText } from "./read-project-text.js";

const text = z.string().trim().min(1);

const ignore = z
  .strictObject({
    id: z
      .string()
      .regex(/^E6\d{3}$/, "the id of a rule, such as E6301")
      .optional(),
    paths: z.array(text).min(1).optional(),
    resource: text.optional(),
    reason: z.string().regex(/[\p{L}\p{N}]/u, "say why"),
    until: z.string().refine(isCalendarDay, "a day, such as 2027-01-31").optional(),
  })
  .refine(
    ({ id, paths, resource }) => id !== undefined || paths !== undefined || resource !== undefined,
    "needs an id, paths or a resource",
  );

const auditSection = z.strictObject({ ignore: z.array(ignore).default([]) });

// The other keys are read, and judged, for every command.
const projectFile = z.looseObject({ audit: auditSection.default({ ignore: [] }) });

/**
 * What the project file says of `audit`; `ignore` is a list of what does not count.
 * @throws Egress6Error PROJECT_FILE_INVALID
 */
export function readAuditSection(path: string): readonly ProjectIgnore[] {
  const content = readProjectText(path);
  try {
    const json: unknown = parse(content, { schema: "core", maxAliasCount: 10 }) ?? {};
    const { audit } = projectFile.parse(json);
    return audit.ignore.map(
      ({ id = null, paths = null, resource = null, reason, until = null }) => ({
        id,
        paths,
        resource,
        reason,
        until,
      }),
    );
  } catch (cause) {
    const detail = cause instanceof z.ZodError ? z.prettifyError(cause) : reasonOf(cause);
    throw new Egress6Error("PROJECT_FILE_INVALID", "input", `${path}: ${detail}`, { cause });
  }
}
