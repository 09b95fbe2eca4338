// A truthful resolver that is not held up when the process that asks it stands still: prints where it listens.
import { startTruthfulResolver } from "../../../bench/kill/truthful-resolver.mjs";

const [, , delayMs] = process.argv;
const { address } = await startTruthfulResolver({ delayMs: Number(delayMs) });
process.stdout.write(`${address}\n`);
