const [CHAR, LINE, PAD, BAR] = [7.8, 18, 16, 34];
const FONT = 13;
/** Seconds: between words that are typed, before an answer, between its lines, to read it, by line. */
const TYPING = 0.16;
const THINKING = 0.5;
const FLOW = 0.04;
const READING = { least: 3.5, aLine: 0.22 };

const STYLES = { 1: "b", 2: "f", 31: "n", 32: "y", 33: "u" };
const ENDS = { 22: ["b", "f"], 39: ["n", "y", "u"] };

/**
 * An animated picture of a terminal, without scripts, so that it moves in an `<img>`. Who asks for less motion sees the
 * first scene whole.
 * @param scenes what is typed, and the lines of the answer with control sequences for colour
 */
export function sessionSvg(scenes, columns) {
  const most = Math.max(...scenes.map(({ lines, isCut }) => lines.length + (isCut ? 3 : 2)));
  const width = Math.ceil(columns * CHAR + 2 * PAD);
  const height = BAR + most * LINE + PAD;
  const timed = timedScenes(scenes);
  const total = timed.at(-1).end;
  const percent = (at) => `${Number(((at / total) * 100).toFixed(3))}%`;
  const rules = [];
  const groups = timed.map(({ typed, lines, start, end, isCut }, scene) => {
    let at = start + 0.3;
    const shownFrom = (time) => {
      const name = `k${rules.length}`;
      const [from, to] = [percent(time), percent(end - 0.05)];
      rules.push(
        `@keyframes ${name}{0%,${from}{opacity:0}${percent(time + 0.01)},${to}{opacity:1}${percent(end)},100%{opacity:0}}.${name}{animation-name:${name}}`,
      );
      return name;
    };
    const prompt = `<tspan class="p ${shownFrom(start)}">$ </tspan>`;
    const words = typed.split(" ").map((word, index) => {
      at += TYPING;
      return `<tspan class="b ${shownFrom(at)}">${escaped(`${index === 0 ? "" : " "}${word}`)}</tspan>`;
    });
    at += THINKING;
    const on = new Set();
    const rows = [...lines, ...(isCut ? ["\x1b[2m…\x1b[22m"] : [])].map((line, index) => {
      at += FLOW;
      if (line === "") return "";
      return `<text class="${shownFrom(at)}" x="${PAD}" y="${BAR + (index + 2) * LINE}">${spans(line, on)}</text>`;
    });
    const first = `<text x="${PAD}" y="${BAR + LINE}">${prompt}${words.join("")}</text>`;
    return `<g class="s${scene}">\n${[first, ...rows].filter((row) => row !== "").join("\n")}\n</g>`;
  });
  const title = `A terminal: ${scenes.map(({ typed }) => typed).join(", ")}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
<title>${escaped(title)}</title>
<style>
text{font:${FONT}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d7dde5;white-space:pre}
.b{font-weight:700;fill:#fff}.f{fill:#8b97a6}.y{fill:#5fd787}.n{fill:#ff8a80}.u{fill:#f2c55c}.p{fill:#6cb6ff}
[class*=k]{animation-duration:${total.toFixed(2)}s;animation-iteration-count:infinite;animation-timing-function:step-end}
${rules.join("\n")}
@media (prefers-reduced-motion:reduce){[class*=k]{animation:none}g:not(.s0){display:none}}
</style>
<rect width="${width}" height="${height}" rx="8" fill="#12181f"/>
<g fill="#3a4653"><circle cx="20" cy="17" r="5"/><circle cx="38" cy="17" r="5"/><circle cx="56" cy="17" r="5"/></g>
${groups.join("\n")}
</svg>
`;
}

function timedScenes(scenes) {
  let start = 0;
  return scenes.map((scene) => {
    const { typed, lines } = scene;
    const writing = 0.3 + typed.split(" ").length * TYPING + THINKING + lines.length * FLOW;
    const end = start + writing + Math.max(READING.least, lines.length * READING.aLine);
    const timed = { ...scene, start, end };
    start = end;
    return timed;
  });
}

const ESC = String.fromCharCode(27);
const SGR = new RegExp(`(${ESC}\\[\\d+m)`);
const CODE = new RegExp(`^${ESC}\\[(\\d+)m$`);

/** The parts of a line in their colours. @param on what is on since the lines before */
function spans(line, on) {
  return line
    .split(SGR)
    .map((part) => {
      const code = CODE.exec(part)?.[1];
      if (code === undefined) {
        if (part === "") return "";
        return on.size === 0
          ? escaped(part)
          : `<tspan class="${[...on].sort().join(" ")}">${escaped(part)}</tspan>`;
      }
      for (const style of ENDS[code] ?? []) on.delete(style);
      if (STYLES[code] !== undefined) on.add(STYLES[code]);
      return "";
    })
    .join("");
}

const escaped = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
