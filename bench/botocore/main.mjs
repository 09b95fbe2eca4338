// What the plugin for botocore costs: npm run bench:botocore -- [--rounds 60] [--calls 200]
//
// Warm calls of real clients, bare and with the plugin in turns, of the oldest and the newest botocore that is tested.
// Nothing is sent: the HTTP session answers at once. `resolve` is the part in which a name is chosen. What is
// added to a call disappears in what else differs from call to call, so the plugin's own work is timed alone, too.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "60" },
    calls: { type: "string", default: "200" },
  },
});
const AIM_US = 20;
const root = fileURLToPath(new URL("../..", import.meta.url));
const SCRIPT = `${root}bench/botocore/warm_calls.py`;
/** The first is unpacked by the tests of the catalog, the second fetched by `npm test`. */
const BOTOCORES = {
  "cli-v1": `${root}.tmp/aws-cli-2.2.296/awscli`,
  debian: `${root}.tmp/debian-python`,
};
const python = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
const microseconds = (value) => `${value.toFixed(1).padStart(6)} µs`;

let isMet = true;
for (const [name, folder] of Object.entries(BOTOCORES)) {
  if (!existsSync(folder)) {
    console.error(`Skipped: ${name} is not in ${folder}. Run \`npm test -- test/botocore\` first.`);
    continue;
  }
  const env = {
    PATH: process.env.PATH,
    BOTOCORE: name,
    PYTHONPATH: `${root}packages/botocore/src:${folder}`,
    PYTHONPYCACHEPREFIX: `${root}.tmp/python-cache`,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const said = execFileSync(python, [SCRIPT, values.rounds, values.calls], { env });
  for (const line of said.toString().split("\n").slice(0, -1)) {
    const { version, service, call, resolve, own } = JSON.parse(line);
    console.log(`botocore ${version}, ${service}: CPU time of a warm call (least of the rounds)`);
    for (const [title, { bare, attached, added }] of Object.entries({ call, resolve })) {
      console.log(
        `  ${title.padEnd(8)} bare ${microseconds(bare)}  with the plugin ${microseconds(attached)}  added ${microseconds(added)}`,
      );
    }
    console.log(`  the plugin's own work, alone ${microseconds(own)}`);
    isMet &&= own <= AIM_US;
  }
}
console.log(`The plugin is to add at most ${AIM_US} µs to a call: ${isMet ? "met" : "not met"}.`);
process.exitCode = isMet ? 0 : 1;
