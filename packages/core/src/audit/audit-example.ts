/** Code that a rule reports, or leaves alone, in one format. */
export interface AuditExample {
  /** `terraform`, `cloudformation`: the folder that it is in. */
  readonly format: string;
  readonly bad: readonly ExampleFile[];
  readonly good: readonly ExampleFile[];
}

export interface ExampleFile {
  readonly name: string;
  readonly text: string;
}
