import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join, relative } from "node:path";
import { Egress6Error } from "@egress6/core/errors";

/** A state of a repository, written out beside it. */
export interface CheckedOutRef {
  /** Of the commit. */
  readonly commit: string;
  /** The folder that stands for the one that was given. */
  readonly folder: string;
  /** What stands there for a path of the repository; null: the path is outside of it. */
  readonly pathOf: (path: string) => string | null;
  /** Takes all of it away. */
  readonly remove: () => void;
}

/**
 * Writes out what a commit has. The repository, its index and its worktrees stay as they are: no hook runs, and no
 * filter fetches anything.
 * @param folder in the repository, absolute
 * @throws Egress6Error GIT_MISSING, GIT_NO_REPOSITORY, GIT_REF_UNKNOWN, GIT_FAILED
 */
export async function checkOutRef(
  folder: string,
  ref: string,
  signal: AbortSignal,
): Promise<CheckedOutRef> {
  const git = (args: readonly string[], env = {}) => runGit(folder, args, signal, env);
  if (ref === "" || ref.startsWith("-")) throw unknownRef(ref, false);
  const top = await git(["rev-parse", "--show-toplevel"]);
  if (top.code !== 0) {
    throw new Egress6Error(
      "GIT_NO_REPOSITORY",
      "input",
      `--new-since needs a git repository, and ${folder} is in none: ${firstLine(top.stderr)}`,
    );
  }
  const root = top.stdout.trim();
  const found = await git([
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${ref}^{commit}`,
  ]);
  const commit = found.stdout.trim();
  if (found.code !== 0 || commit === "") {
    const shallow = await git(["rev-parse", "--is-shallow-repository"]);
    throw unknownRef(ref, shallow.stdout.trim() === "true");
  }
  const temporary = mkdtempSync(join(tmpdir(), "egress6-since-"));
  const remove = () => rmSync(temporary, { recursive: true, force: true });
  // What ends the process before `finally` runs leaves nothing behind either.
  process.once("exit", remove);
  const release = () => {
    process.removeListener("exit", remove);
    remove();
  };
  try {
    const files = join(temporary, "files");
    mkdirSync(files);
    const env = { GIT_INDEX_FILE: join(temporary, "index") };
    const filters = [
      "-c",
      "filter.lfs.smudge=",
      "-c",
      "filter.lfs.process=",
      "-c",
      "filter.lfs.required=false",
    ];
    for (const args of [
      ["read-tree", commit],
      [...filters, "checkout-index", "--all", "--force", `--prefix=${files}/`],
    ]) {
      const ended = await runGit(root, args, signal, env);
      if (ended.code !== 0) {
        throw new Egress6Error(
          "GIT_FAILED",
          "incomplete",
          `git could not write out ${ref}: ${firstLine(ended.stderr)}`,
        );
      }
    }
    const pathOf = (path: string) => {
      const inside = relative(root, path);
      return inside.startsWith("..") || isAbsolute(inside) ? null : join(files, inside);
    };
    const standsFor = pathOf(folder) ?? files;
    mkdirSync(standsFor, { recursive: true });
    return { commit, folder: standsFor, pathOf, remove: release };
  } catch (error) {
    release();
    throw error;
  }
}

function unknownRef(ref: string, isShallow: boolean): Egress6Error {
  const branch = ref.replace(/^origin\//, "");
  return new Egress6Error(
    "GIT_REF_UNKNOWN",
    "input",
    isShallow
      ? `This clone is shallow and does not have ${ref}. Fetch it: \`git fetch --depth=1 origin +${branch}:refs/remotes/origin/${branch}\`, or check out with fetch-depth: 0.`
      : `git knows no commit ${ref === "" ? "without a name" : ref}. Name a branch, a tag or a commit, for example \`--new-since origin/main\`.`,
  );
}

const firstLine = (text: string) => text.trim().split("\n")[0] ?? "";

interface GitEnded {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function runGit(
  cwd: string,
  args: readonly string[],
  signal: AbortSignal,
  env: Readonly<Record<string, string>>,
): Promise<GitEnded> {
  return new Promise((settle, fail) => {
    const child = spawn("git", args, {
      cwd,
      signal,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env, GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", (cause) => {
      const isMissing = "code" in cause && cause.code === "ENOENT";
      fail(
        isMissing
          ? new Egress6Error(
              "GIT_MISSING",
              "input",
              "--new-since needs git, which is not installed.",
            )
          : new Egress6Error("GIT_FAILED", "incomplete", `git was stopped: ${cause.message}`, {
              cause,
            }),
      );
    });
    child.on("close", (code) => settle({ code: code ?? 1, stdout, stderr }));
  });
}
