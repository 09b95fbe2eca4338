// The scanner itself, as a library: node library.mjs NAMES_FILE ADDRESS PORT
import { readFileSync } from "node:fs";
import { observeNames } from "../../packages/egress6/dist/adapter/dns/observe-names.js";

const [file, host, port] = process.argv.slice(2);
const names = readFileSync(file, "utf8").trimEnd().split("\n");
const options = { resolvers: [{ host, port: Number(port) }], rate: Number.POSITIVE_INFINITY };
const { done, unknown } = await observeNames(names, options, () => {});
process.exitCode = done === names.length && unknown === 0 ? 0 : 1;
