/** The pages of a move: decide, do, and see what passes the gateways. */
const PLAN_PAGES = [
  { file: "planner.html", title: "Planner" },
  { file: "checklist.html", title: "Checklist" },
  { file: "traffic.html", title: "Traffic" },
] as const;

interface PlanPagesProps {
  readonly current: (typeof PLAN_PAGES)[number]["file"];
}

export function PlanPages({ current }: PlanPagesProps) {
  return (
    <nav class="sub-nav" aria-label="Plan">
      {PLAN_PAGES.map(({ file, title }) => (
        <a key={file} href={`./${file}`} aria-current={file === current ? "page" : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}
