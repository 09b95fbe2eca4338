import { type DocSection, parseSections, searchSections } from "../docs/search-sections.js";
import { loadJson } from "../state/load-json.js";

/** Shows below the field what the documents say about what is typed there. Without it, the list of documents stays. */
async function followSearch(): Promise<void> {
  const field = document.querySelector<HTMLInputElement>("#doc-search");
  const results = document.querySelector<HTMLElement>("#doc-results");
  if (field === null || results === null) return;
  let sections: readonly DocSection[] | null = null;
  const show = async () => {
    const query = field.value.trim();
    history.replaceState(
      null,
      "",
      query === "" ? "./index.html" : `?q=${encodeURIComponent(query)}`,
    );
    if (query === "") {
      results.replaceChildren();
      return;
    }
    try {
      sections ??= parseSections(await loadJson("./search.json"));
      results.replaceChildren(...resultsFor(sections, query));
    } catch {
      results.replaceChildren("The search could not be loaded. Try again.");
    }
  };
  field.addEventListener("input", () => void show());
  field.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void show();
  });
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (field.value !== "") await show();
}

function resultsFor(sections: readonly DocSection[], query: string): readonly (Node | string)[] {
  const found = searchSections(sections, query);
  const count = element(
    "p",
    `${found.length === 0 ? "No" : found.length} ${found.length === 1 ? "section" : "sections"} found for “${query}”.`,
  );
  const list = document.createElement("ol");
  for (const { section, excerpt } of found) {
    const { page, title, heading, anchor } = section;
    const link = document.createElement("a");
    link.href = anchor === "" ? page : `${page}#${anchor}`;
    link.textContent = heading === title ? title : `${title}: ${heading}`;
    const item = document.createElement("li");
    item.append(link, element("p", excerpt));
    list.append(item);
  }
  return found.length === 0 ? [count] : [count, list];
}

function element(name: "p", text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

void followSearch();
