import type { Workload } from "@egress6/core/workload/workload";
import { workloadFile } from "@egress6/core/workload/write-workload";
import { stringify } from "yaml";

/** A workload file that says the same, as YAML, without what is default. */
export const workloadText = (workload: Workload): string => stringify(workloadFile(workload));
