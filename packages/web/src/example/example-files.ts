/** Of `examples/journey`: an invented shop in code, account and flow logs. */
const DOCUMENTS = {
  "audit.json": () => new URL("../../../../examples/journey/documents/audit.json", import.meta.url),
  "survey.json": () =>
    new URL("../../../../examples/journey/documents/survey.json", import.meta.url),
  "flows.json": () => new URL("../../../../examples/journey/documents/flows.json", import.meta.url),
  "steps.json": () => new URL("../../../../examples/journey/documents/steps.json", import.meta.url),
  "constraints.yaml": () =>
    new URL("../../../../examples/journey/constraints.yaml", import.meta.url),
} as const;

export type ExampleName = keyof typeof DOCUMENTS;

/** @throws Error with a sentence for the person in front of the page */
export async function exampleFile(name: ExampleName): Promise<File> {
  const response = await fetch(DOCUMENTS[name]()).catch(() => null);
  if (!response?.ok) throw new Error("The example could not be loaded. Try again.");
  return new File([await response.blob()], name);
}
