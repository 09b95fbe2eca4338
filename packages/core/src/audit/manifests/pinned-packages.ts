import type { PinnedPackage } from "../reading.js";

/** Packages that call AWS, by how their names begin. */
const BEGINNINGS = [
  "@aws-sdk/",
  "@smithy/",
  "aws-sdk",
  "github.com/aws/aws-sdk-go",
  "software.amazon.awssdk:",
  "com.amazonaws:",
  "aws.sdk.kotlin:",
  "AWSSDK.",
];

const WHOLE_NAMES = new Set([
  "boto3",
  "botocore",
  "aiobotocore",
  "aioboto3",
  "awscli",
  "aws-config",
  "aws/aws-sdk-php",
]);

const isOfAws = (name: string): boolean =>
  WHOLE_NAMES.has(name.toLowerCase()) || BEGINNINGS.some((each) => name.startsWith(each));

type Ecosystem = PinnedPackage["ecosystem"];

/** Readers by the name of the file. */
const READERS: readonly (readonly [
  RegExp,
  (file: string, text: string) => readonly PinnedPackage[],
])[] = [
  [/(^|\/)package-lock\.json$/, (file, text) => jsonLock(file, text)],
  [/(^|\/)package\.json$/, (file, text) => manifestRanges(file, text)],
  [/(^|\/)yarn\.lock$/, (file, text) => yarnLock(file, text)],
  [
    /(^|\/)pnpm-lock\.yaml$/,
    (file, text) => byLine(file, text, "npm", /^\s{2,}'?\/?(@?[\w./-]+)[@/](\d[\w.-]*)[^:]*:$/),
  ],
  [
    /(^|\/)requirements[^/]*\.txt$/,
    (file, text) => byLine(file, text, "pypi", /^\s*([\w.-]+)(?:\[[^\]]*\])?\s*==\s*([\w.]+)/),
  ],
  [/(^|\/)(poetry|uv|pdm)\.lock$/, (file, text) => tomlLock(file, text, "pypi")],
  [
    /(^|\/)Pipfile\.lock$/,
    (file, text) =>
      byPair(file, text, "pypi", /^\s*"([\w.-]+)":\s*\{/, /"version":\s*"==([\w.]+)"/),
  ],
  [
    /(^|\/)go\.mod$/,
    (file, text) => byLine(file, text, "go", /^\s*(?:require\s+)?([\w./-]+)\s+v(\d[\w.+-]*)/),
  ],
  [/(^|\/)Cargo\.lock$/, (file, text) => tomlLock(file, text, "crates")],
  [
    /(^|\/)Gemfile\.lock$/,
    (file, text) => byLine(file, text, "rubygems", /^ {4}([\w-]+) \((\d[\w.]*)\)/),
  ],
  [
    /(^|\/)composer\.lock$/,
    (file, text) =>
      byPair(file, text, "composer", /"name":\s*"([\w./-]+)"/, /"version":\s*"v?(\d[\w.]*)"/),
  ],
  [
    /\.csproj$/,
    (file, text) =>
      byLine(
        file,
        text,
        "nuget",
        /<PackageReference\s+Include="([\w.]+)"\s+Version="([\d][\w.]*)"/,
      ),
  ],
  [
    /(^|\/)build\.gradle(\.kts)?$/,
    (file, text) => byLine(file, text, "maven", /["']([\w.]+:[\w.-]+):(\d[\w.]*)["']/),
  ],
  [/(^|\/)pom\.xml$/, (file, text) => mavenPackages(file, text)],
];

export const isPackageFile = (path: string): boolean =>
  READERS.some(([pattern]) => pattern.test(path));

/** The packages of AWS in a lock file or manifest. */
export function pinnedPackages(file: string, text: string): readonly PinnedPackage[] {
  const reader = READERS.find(([pattern]) => pattern.test(file));
  const found = reader?.[1](file, text) ?? [];
  return found.filter(({ name }) => isOfAws(name));
}

function pinned(
  ecosystem: Ecosystem,
  name: string,
  version: string | null,
  file: string,
  line: number,
  range: string | null = null,
): PinnedPackage {
  return { ecosystem, name, version, range, place: { file, line } };
}

function byLine(
  file: string,
  text: string,
  ecosystem: Ecosystem,
  pattern: RegExp,
): readonly PinnedPackage[] {
  return text.split("\n").flatMap((line, index) => {
    const [, name, version] = pattern.exec(line) ?? [];
    return name === undefined || version === undefined
      ? []
      : [pinned(ecosystem, name, version, file, index + 1)];
  });
}

/** A name on one line, its version on a later one. */
function byPair(
  file: string,
  text: string,
  ecosystem: Ecosystem,
  namePattern: RegExp,
  versionPattern: RegExp,
): readonly PinnedPackage[] {
  const found: PinnedPackage[] = [];
  let name: { readonly text: string; readonly line: number } | null = null;
  for (const [index, line] of text.split("\n").entries()) {
    const named = namePattern.exec(line)?.[1];
    if (named !== undefined) name = { text: named, line: index + 1 };
    const version = versionPattern.exec(line)?.[1];
    if (version !== undefined && name !== null) {
      found.push(pinned(ecosystem, name.text, version, file, name.line));
      name = null;
    }
  }
  return found;
}

const tomlLock = (file: string, text: string, ecosystem: Ecosystem) =>
  byPair(file, text, ecosystem, /^name = "([\w.-]+)"/, /^version = "([\w.]+)"/);

const jsonLock = (file: string, text: string) =>
  byPair(
    file,
    text,
    "npm",
    /"(?:node_modules\/)?(@?[\w./-]+)":\s*\{/,
    /"version":\s*"(\d[\w.-]*)"/,
  );

const yarnLock = (file: string, text: string) =>
  byPair(file, text, "npm", /^"?(@?[\w./-]+)@[^:]*:?$/, /^\s+version:?\s+"?(\d[\w.-]*)"?/);

function manifestRanges(file: string, text: string): readonly PinnedPackage[] {
  return text.split("\n").flatMap((line, index) => {
    const [, name, range] = /^\s*"(@?[\w./-]+)":\s*"([~^>=<*\dx][^"]*)"/.exec(line) ?? [];
    return name === undefined || range === undefined
      ? []
      : [pinned("npm", name, null, file, index + 1, range)];
  });
}

function mavenPackages(file: string, text: string): readonly PinnedPackage[] {
  const properties = new Map(
    [...text.matchAll(/<([\w.-]+)>(\d[\w.]*)<\/\1>/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );
  const found: PinnedPackage[] = [];
  for (const match of text.matchAll(/<dependency>([\s\S]{0,800}?)<\/dependency>/g)) {
    const [, inner = ""] = match;
    const part = (name: string) => inner.split(`<${name}>`)[1]?.split("<")[0]?.trim();
    const group = part("groupId");
    const artifact = part("artifactId");
    const written = part("version");
    if (group === undefined || artifact === undefined) continue;
    const version =
      written === undefined
        ? null
        : (properties.get(written.replace(/^\$\{|\}$/g, "")) ??
          (/^\d/.test(written) ? written : null));
    const line = text.slice(0, match.index).split("\n").length;
    found.push(pinned("maven", `${group}:${artifact}`, version, file, line));
  }
  return found;
}
