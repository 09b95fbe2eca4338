import { Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { addDbOption, addRequiredOption } from "../options.js";

export const addSiteCommand: AddCommand = (program, context, end) => {
  const site = program.command("site").description("the map as static files");
  const build = site
    .command("build")
    .summary("write the map as static files that any web server can show, in any folder")
    .description("Writes the map as static files that any web server can show, in any folder.");
  addRequiredOption(
    build,
    new Option("--out <folder>", "where to; an earlier build there is replaced"),
    "egress6 site build --out public",
  );
  build.option(
    "--url <address>",
    "where the site will be: makes links in feeds and previews absolute, and adds sitemap.xml",
  );
  build.option("--operator <text>", "who runs this copy and how to reach them, for its About page");
  addDbOption(build)
    .addHelpText(
      "after",
      `
The folder holds the pages and their data; a plain page, a feed and a badge for each service and region;
and all observations as JSON, CSV and SQLite in data/v1.
A folder with anything else in it is left alone.

Examples:
  $ egress6 site build --out public
  $ egress6 site build --out public --url https://example.org/ipv6/
  $ egress6 site build --out public --operator 'Example Ltd, ipv6@example.org'
  $ egress6 site build --out /srv/www/ipv6 --db observations.db`,
    )
    .action(async (options) => {
      const { siteBuildCommand } = await import("./command.js");
      await siteBuildCommand(options, context);
      end(0);
    });
};
