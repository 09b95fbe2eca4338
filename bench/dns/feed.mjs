// Feeds names to a program that has no limit of its own for what it asks at once, so many at a time:
// node feed.mjs NAMES_FILE WINDOW LINE_OF_ONE_ANSWER PROGRAM [ARGUMENT…]
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const [file, windowText, answerPattern, program, ...args] = process.argv.slice(2);
const names = readFileSync(file, "utf8").trimEnd().split("\n");
const isAnswer = new RegExp(answerPattern);
const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });

let next = 0;
let answered = 0;
let rest = "";
const feed = () => {
  const until = Math.min(names.length, answered + Number(windowText));
  if (until === next) return;
  child.stdin.write(`${names.slice(next, until).join("\n")}\n`);
  next = until;
  if (next === names.length) child.stdin.end();
};
child.stdout.on("data", (chunk) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  for (const line of lines) {
    if (isAnswer.test(line)) answered += 1;
    process.stdout.write(`${line}\n`);
  }
  feed();
});
child.on("exit", (code) => {
  process.exitCode = code;
});
feed();
