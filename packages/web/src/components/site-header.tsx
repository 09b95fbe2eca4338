import { SITE_PAGES, type SitePageFile } from "@egress6/core/map/site-pages";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { heldText } from "../state/find-state.js";
import { followShortcuts, openFind } from "../state/shortcuts.js";
import { nextTheme, type Theme, theme } from "../state/theme.js";
import { lazy } from "./lazy.js";

const FindBox = lazy(() => import("./find-box.js"), "FindBox");

interface SiteHeaderProps {
  /** The file of the page that shows the header; null for a page that is not in the list. */
  readonly current: SitePageFile | null;
  /** Where the site begins, seen from the page: `../` in a sub-folder. */
  readonly root?: string;
  /** What stands on the right, before the theme switch. */
  readonly children?: ComponentChildren;
}

/** The same on every page: name, pages, the way to ask about anything, light or dark. */
export function SiteHeader({ current, root = "./", children }: SiteHeaderProps) {
  useEffect(followShortcuts, []);
  return (
    <>
      <header class="site-header">
        <a class="brand" href={root}>
          egress6
        </a>
        <nav aria-label="Pages">
          {SITE_PAGES.map(({ file, title }) => (
            <a
              key={file}
              href={file === "index.html" ? root : `${root}${file}`}
              aria-current={file === current ? "page" : undefined}
            >
              {title}
            </a>
          ))}
        </nav>
        <div class="aside">
          <button type="button" class="ask" aria-keyshortcuts="p" onClick={openFind}>
            Paste <span>a host, an error, a list</span>
          </button>
          {children}
          <ThemeSwitch />
        </div>
      </header>
      {heldText.value !== null && <FindBox />}
    </>
  );
}

const THEME_WORDS: Readonly<Record<Theme, string>> = {
  system: "as the system",
  light: "light",
  dark: "dark",
};

function ThemeSwitch() {
  const now = theme.value;
  return (
    <button
      type="button"
      class="theme-switch"
      data-theme-now={now}
      aria-label={`Colours: ${THEME_WORDS[now]}. Change to ${THEME_WORDS[nextTheme(now)]}`}
      title={`Colours: ${THEME_WORDS[now]}`}
      onClick={() => {
        theme.value = nextTheme(now);
      }}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5" />
        {now === "system" && <path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" fill="currentColor" />}
        {now === "dark" && <circle cx="8" cy="8" r="6.25" fill="currentColor" />}
      </svg>
    </button>
  );
}
