/** What stands on top of every page of a demo. */
const BANNER =
  '<p class="demo" role="status"><b>Demo.</b> Every answer shown here is invented. To see real ones, run <code>egress6 serve</code> without <code>--demo</code>.</p>';

/**
 * A page that says that what it shows is invented: whichever page it is, and before anything else.
 * @param root where the site begins, seen from the page
 */
export function demoPage(html: string, root: string): string {
  return html
    .replace("<title>", "<title>Demo: ")
    .replace("</head>", `<link rel="stylesheet" href="${root}demo.css">\n</head>`)
    .replace(/<body[^>]*>/, (body) => `${body}\n${BANNER}`);
}

/** Where the site begins, seen from a page. @param path of the page in the site */
export const rootSeenFrom = (path: string): string =>
  "../".repeat(path.split("/").length - 1) || "./";

/** What people would take along of a demo, and others take for true. */
export function isTakenAlong(path: string): boolean {
  return /^\/(badges\/|feeds\/|data\/v1\/|data\/export\.|api\/(?!events$|scan$))/.test(path);
}
