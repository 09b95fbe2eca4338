/** Every page of the site that the header of each leads to. */
export const SITE_PAGES = [
  { file: "index.html", title: "Map" },
  { file: "changes.html", title: "Changes" },
  { file: "my-services.html", title: "My services" },
  { file: "planner.html", title: "Planner" },
  { file: "hosts.html", title: "Hosts" },
  { file: "docs/index.html", title: "Docs" },
  { file: "about.html", title: "About" },
] as const;

export type SitePageFile = (typeof SITE_PAGES)[number]["file"];
