import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parse as parseHcl } from "@cdktf/hcl2json";
import type { Language } from "@egress6/core/settings/write/target";
import { Language as Grammar, Parser } from "@vscode/tree-sitter-wasm";
import { parseAllDocuments } from "yaml";

const require = createRequire(import.meta.url);
const folderOf = (name: string) => dirname(require.resolve(`${name}/package.json`));
const vscode = join(folderOf("@vscode/tree-sitter-wasm"), "wasm");
const others = join(folderOf("tree-sitter-wasms"), "out");

/** Grammars as editors use them. */
const GRAMMARS: Partial<Record<Language, string>> = {
  cpp: join(vscode, "tree-sitter-cpp.wasm"),
  csharp: join(vscode, "tree-sitter-c-sharp.wasm"),
  go: join(vscode, "tree-sitter-go.wasm"),
  java: join(vscode, "tree-sitter-java.wasm"),
  javascript: join(vscode, "tree-sitter-javascript.wasm"),
  kotlin: join(others, "tree-sitter-kotlin.wasm"),
  php: join(vscode, "tree-sitter-php.wasm"),
  powershell: join(vscode, "tree-sitter-powershell.wasm"),
  ruby: join(vscode, "tree-sitter-ruby.wasm"),
  rust: join(vscode, "tree-sitter-rust.wasm"),
  swift: join(others, "tree-sitter-swift.wasm"),
};

let isReady: Promise<void> | undefined;

/** Fails with what is wrong unless the text is of its language. */
export async function expectParses(language: Language, text: string): Promise<void> {
  switch (language) {
    case "json":
      JSON.parse(text);
      return;
    case "yaml":
      for (const document of parseAllDocuments(text)) {
        if ("errors" in document && document.errors.length > 0) throw document.errors[0];
      }
      return;
    case "hcl":
      await parseHcl("main.tf", text);
      return;
    case "sh":
      execFileSync("sh", ["-n"], { input: text });
      return;
    case "ini":
      execFileSync("python3", ["-c", READ_INI], { input: text });
      return;
    case "python":
      execFileSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], {
        input: text,
      });
      return;
    case "powershell":
      // The grammar, unlike PowerShell, does not take a file of comments alone.
      await parseSource(language, `${text}\n$null\n`);
      return;
    default:
      await parseSource(language, text);
  }
}

// Fluent Bit separates key and value by spaces, which configparser takes for keys without a value.
const READ_INI =
  "import configparser, sys; configparser.ConfigParser(strict=False, allow_no_value=True, interpolation=None).read_string(sys.stdin.read())";

async function parseSource(language: Language, text: string): Promise<void> {
  const grammar = GRAMMARS[language];
  if (grammar === undefined) throw new Error(`no parser for ${language}`);
  isReady ??= Parser.init();
  await isReady;
  const parser = new Parser();
  parser.setLanguage(await Grammar.load(grammar));
  const tree = parser.parse(text);
  if (tree === null || tree.rootNode.hasError) {
    throw new Error(`${language} does not parse: ${tree?.rootNode.toString()}`);
  }
}
