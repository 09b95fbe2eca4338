/**
 * What git is run with by workflows: who commits, and a token for one server and one command, of which nothing is left
 * in the clone's configuration.
 * @param token undefined or empty: none is shown
 */
export function gitEnvironment(token) {
  const [name, email] = ["egress6", "egress6@localhost"];
  return {
    ...process.env,
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    ...credentials(token),
  };
}

function credentials(token) {
  if (!token) return {};
  const server = process.env.GITHUB_SERVER_URL || "https://github.com";
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  return {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `http.${server}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
  };
}
