import type { FileDialectKey, FileDialectValue } from "../../facts/sdk-facts.js";

/** How a client takes what is written in the two files: one value for each thing they disagree on. */
export type FileDialect = { readonly [Key in FileDialectKey]: FileDialectValue<Key> };

/** Where nothing in the files is taken differently, any dialect gives the same; this one stands for all. */
export const ANY_DIALECT: FileDialect = {
  configKeyCase: "any",
  inlineComments: "kept",
  defaultSection: "profile-default-wins",
  repeatedEntries: "merged",
  keySeparator: "equals-or-colon",
  indentedLines: "value",
  fileThatWins: "credentials",
};
