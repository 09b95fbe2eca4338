import * as z from "zod/mini";
import { workloadSchema } from "./schema.js";

/** The JSON Schema of workload files, for editors: `data/schema/workload.schema.json`. */
export const workloadJsonSchema = (): unknown => ({
  title: "egress6 workload",
  ...z.toJSONSchema(workloadSchema, { io: "input" }),
});
