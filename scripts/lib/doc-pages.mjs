import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, posix } from "node:path";
import { Marked } from "marked";
import { root } from "./run.mjs";

/** The overview of all documents, which becomes the first page. */
const OVERVIEW = "README.md";
/** Longer texts of a section say nothing more to a search. */
const MOST_SEARCHED = 6_000;

/**
 * Writes the documents of `docs/` as pages of the site, with what their search reads.
 * @param site the built site's folder
 * @param makers of plain pages, as built: the same frame as every page without JavaScript
 */
export function writeDocPages(site, { plainPage, markup, Markup, REPOSITORY }) {
  const paths = readdirSync(`${root}/docs`, { recursive: true })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".md"))
    .sort();
  const documents = paths.map((path) => readDocument(path, REPOSITORY));
  const titles = new Map(documents.map(({ path, title }) => [path, title]));
  // What the overview leads to; the rest is reached from there, and by search.
  const order = [...new Set(documents.find(({ path }) => path === OVERVIEW).linked)].filter(
    (path) => path !== OVERVIEW && titles.has(path),
  );
  for (const { path, title, lead, html } of documents) {
    const isOverview = path === OVERVIEW;
    const docsRoot = "../".repeat(path.split("/").length - 1) || "./";
    const siteRoot = docsRoot === "./" ? "../" : `${docsRoot}../`;
    const nav = markup`<nav class="doc-list" aria-label="Documents">
<a href="${docsRoot}index.html"${isOverview ? markup` aria-current="page"` : ""}>All documents</a>
${order.map((each) => markup`<a href="${docsRoot}${pageOf(each)}"${each === path ? markup` aria-current="page"` : ""}>${titles.get(each)}</a>\n`)}</nav>
`;
    const search = markup`<form class="search" role="search" action="${docsRoot}index.html" method="get">
<label for="doc-search">Search the documents</label>
<input id="doc-search" type="search" name="q" autocomplete="off" spellcheck="false">
<button type="submit">Search</button>
</form>
`;
    const page = plainPage({
      title: isOverview ? "Documents" : title,
      description: lead,
      root: siteRoot,
      current: isOverview ? "docs/index.html" : undefined,
      above: markup`<div class="docs">\n${nav}<article class="prose">\n${search}`,
      head: isOverview
        ? markup`<script type="module" src="${siteRoot}docs-search.js"></script>\n`
        : undefined,
      content: markup`${isOverview ? markup`<section id="doc-results" aria-live="polite"></section>\n` : ""}${new Markup(html)}</article>\n</div>`,
    });
    write(`${site}/docs/${pageOf(path)}`, page);
    for (const image of html.matchAll(/<img src="([^":]+)"/g)) {
      const from = posix.join(dirname(path), image[1]);
      mkdirSync(dirname(`${site}/docs/${from}`), { recursive: true });
      copyFileSync(`${root}/docs/${from}`, `${site}/docs/${from}`);
    }
  }
  const sections = documents.flatMap(({ path, title, sections }) =>
    sections.map(({ heading, anchor, text }) => ({
      page: pageOf(path),
      title: path === OVERVIEW ? "Documents" : title,
      heading,
      anchor,
      text: text.slice(0, MOST_SEARCHED),
    })),
  );
  write(`${site}/docs/search.json`, JSON.stringify(sections));
}

const pageOf = (path) => path.replace(/(^|\/)README\.md$/, "$1index.md").replace(/\.md$/, ".html");

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function readDocument(path, repository) {
  const linked = [];
  const sections = [];
  const slugs = new Map();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        const anchor = slugOf(text, slugs);
        return `<h${depth} id="${anchor}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const place = placeOf(href, path, repository);
        if (place.document !== null) linked.push(place.document);
        return `<a href="${escaped(place.href)}">${this.parser.parseInline(tokens)}</a>`;
      },
      image({ href, text }) {
        return `<img src="${escaped(href)}" alt="${escaped(text)}" loading="lazy">`;
      },
      code({ text }) {
        return `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`;
      },
      table({ header, rows }) {
        const cell = ({ tokens }, isHead) => {
          const html = this.parser.parseInline(tokens);
          return isHead && html !== "" ? `<th scope="col">${html}</th>` : `<td>${html}</td>`;
        };
        const row = (cells, isHead) =>
          `<tr>${cells.map((each) => cell(each, isHead)).join("")}</tr>\n`;
        const label = escaped(header.map(({ text }) => text.replaceAll("`", "")).join(", "));
        return `<section class="wide-table" tabindex="0" aria-label="Table: ${label}">
<table><thead>${row(header, true)}</thead>
<tbody>${rows.map((cells) => row(cells, false)).join("")}</tbody></table></section>\n`;
      },
    },
  });
  const tokens = marked.lexer(readFileSync(`${root}/docs/${path}`, "utf8"));
  const first = tokens.findIndex(({ type, depth }) => type === "heading" && depth === 1);
  const title = plainText(tokens[first]?.text ?? path);
  const body = tokens.filter((_token, index) => index !== first);
  let section = { heading: title, anchor: "", text: "" };
  const sectionSlugs = new Map();
  for (const token of body) {
    if (token.type === "heading") {
      sections.push(section);
      const heading = plainText(token.text);
      section = { heading, anchor: slugOf(token.text, sectionSlugs), text: "" };
    } else section.text += ` ${plainText(token.raw ?? "")}`;
  }
  sections.push(section);
  const lead = plainText(body.find(({ type }) => type === "paragraph")?.text ?? title);
  const [sentence] = /^.*?[.:?!](?= |$)/.exec(lead) ?? [lead];
  const kept = sections.filter(({ text, anchor }) => text.trim() !== "" || anchor !== "");
  return { path, title, lead: sentence, linked, html: marked.parser(body), sections: kept };
}

/** Documents become pages beside this one; other files of the repository are read there. */
function placeOf(href, from, repository) {
  if (/^([a-z]+:|#)/.test(href)) return { href, document: null };
  const [file, anchor] = href.split("#");
  const path = posix.normalize(posix.join("docs", dirname(from), file));
  if (!path.startsWith("docs/") || !path.endsWith(".md")) {
    const kind = /\.[a-z]+$/.test(path) ? "blob" : "tree";
    return { href: `${repository}/${kind}/main/${path}`, document: null };
  }
  const document = path.slice("docs/".length);
  const page = posix.relative(dirname(pageOf(from)), pageOf(document));
  return { href: anchor === undefined ? page : `${page}#${anchor}`, document };
}

/** As GitHub makes them of headings, so that links work here and there. */
function slugOf(text, taken) {
  const slug = plainText(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
  const count = taken.get(slug) ?? 0;
  taken.set(slug, count + 1);
  return count === 0 ? slug : `${slug}-${count}`;
}

/** Without the marks of Markdown. */
function plainText(markdown) {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^[-|: ]+$/gm, "")
    .replace(/[`*]/g, "")
    .replace(/[|]|<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function escaped(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
