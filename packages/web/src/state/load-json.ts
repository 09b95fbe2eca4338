/** @throws Error with a sentence for the person in front of the page */
export async function loadJson(path: string): Promise<unknown> {
  const response = await fetch(path, { cache: "no-cache" }).catch(() => null);
  if (response === null) throw new Error("The server does not answer.");
  if (!response.ok) throw new Error(`The server answered ${response.status} for ${path}.`);
  return response.json();
}
