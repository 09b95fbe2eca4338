import { addDbOption } from "../options.js";
import type { AddCommand } from "../run-cli.js";

export const addSiteCommand: AddCommand = (program, context, end) => {
  const site = program.command("site").description("the map as static files");
  const build = site
    .command("build")
    .description("write the map as static files that any web server can show, in any folder")
    .requiredOption("--out <folder>", "where to; an earlier build there is replaced");
  addDbOption(build)
    .addHelpText(
      "after",
      `
The folder holds the page, its data, and all observations as data/export.json and data/export.csv.
A folder with anything else in it is left alone.

Examples:
  $ egress6 site build --out public
  $ egress6 site build --out /srv/www/ipv6 --db observations.db`,
    )
    .action(async (options) => {
      const { buildSite } = await import("../build-site.js");
      buildSite(options, context);
      end(0);
    });
};
