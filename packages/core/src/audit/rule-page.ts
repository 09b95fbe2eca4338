/** Where a rule is described, with an example that is reported and one that is not. */
export const rulePage = (id: string): string =>
  `https://github.com/egress6/egress6/blob/main/docs/audit/${id}.md`;
