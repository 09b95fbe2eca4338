import { test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";
import { startDnsServer } from "../support/dns/server.js";
const zone = (r: string) => ({
  [`s3.${r}.amazonaws.com`]: { A: ["52.94.5.7"] },
  [`s3.dualstack.${r}.amazonaws.com`]: { A: ["52.94.5.7"], AAAA: ["2600:1f18:a::7"] },
  [`ssm.${r}.amazonaws.com`]: { A: ["52.94.5.7"] },
  [`ssm.${r}.api.aws`]: { A: ["52.94.5.7"], AAAA: ["2600:1f18:a::7"] },
  [`ssmmessages.${r}.amazonaws.com`]: { A: ["52.94.5.7"] },
  [`aps.${r}.amazonaws.com`]: { A: ["52.94.5.7"] },
  [`aps-workspaces.${r}.amazonaws.com`]: { A: ["52.94.5.7"] },
  [`aps.${r}.api.aws`]: { A: ["52.94.5.7"], AAAA: ["2600:1f18:a::7"] },
  [`aps-workspaces.${r}.api.aws`]: { A: ["52.94.5.7"], AAAA: ["2600:1f18:a::7"] },
  [`logs.${r}.amazonaws.com`]: { A: ["52.94.5.7"] },
  [`logs.${r}.api.aws`]: { A: ["52.94.5.7"], AAAA: ["2600:1f18:a::7"] },
  [`ec2.${r}.amazonaws.com`]: { A: ["52.94.5.7"] },
  [`ec2.${r}.api.aws`]: { A: ["52.94.5.7"], AAAA: ["2600:1f18:a::7"] },
  [`eks.${r}.amazonaws.com`]: { A: ["52.94.5.7"] },
  [`eks.${r}.api.aws`]: { A: ["52.94.5.7"], AAAA: ["2600:1f18:a::7"] },
  [`sqs.${r}.amazonaws.com`]: { A: ["52.94.5.7"] },
  [`sqs.${r}.api.aws`]: { A: ["52.94.5.7"], AAAA: ["2600:1f18:a::7"] },
  "route53.amazonaws.com": { A: ["52.94.5.7"] },
  "route53.global.api.aws": { A: ["52.94.5.7"], AAAA: ["2600:1f18:a::7"] },
  "public.ecr.aws": { A: ["52.94.5.7"] },
  "ecr-public.aws.com": { A: ["52.94.5.7"], AAAA: ["2600:1f18:a::7"] },
});
test("x", async () => {
  const dns = await startDnsServer({ records: zone("eu-west-1") });
  for (const line of (process.env["LINES"] ?? "").split("\n")) {
    if (line.trim() === "") continue;
    const { code, stdout, stderr } = await egress6([...line.trim().split(/\s+/), "--region", "eu-west-1", "--live", "--resolver", dns.resolver, "--db", "/nonexistent/x"]);
    console.log(`\n######## ${line} -> ${code}\n${stdout}--- stderr\n${stderr}`);
  }
  await dns.close();
}, 60000);
