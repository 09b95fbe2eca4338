// Runs before every test file. What is set on this machine, in variables or in `~/.aws`, is not to reach the
// clients and commands under test, nor those that they start.
for (const name of Object.keys(process.env)) {
  if (/^(AWS|EGRESS6)_/.test(name)) delete process.env[name];
}
process.env["AWS_CONFIG_FILE"] = "/dev/null";
process.env["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null";
