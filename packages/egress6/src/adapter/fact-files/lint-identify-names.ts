import type { Catalog } from "@egress6/core/endpoint/catalog";
import { serviceCalled } from "@egress6/core/identify/find-service";
import { errorsIn } from "@egress6/core/identify/read-message";
import { bare } from "@egress6/core/identify/service-words";
import type { IdentifyFiles } from "./identify-names.js";

/**
 * What a schema cannot say of the files of names.
 * @param today `YYYY-MM-DD`
 * @returns one sentence for each thing wrong; empty when clean
 */
export function lintIdentifyNames(
  files: IdentifyFiles,
  catalog: Pick<Catalog, "services">,
  today: string,
): readonly string[] {
  const services = new Set(catalog.services.map(({ cliName }) => cliName));
  return [
    ...lintServices(files, services),
    ...lintDates(files, today),
    ...lintAliases(files, catalog, services),
    ...lintResources(files),
    ...lintMessages(files),
  ];
}

function tables({ iacTypes }: IdentifyFiles) {
  const { terraform, cloudformation, packages, namespaces } = iacTypes;
  return Object.entries({ terraform, cloudformation, packages, namespaces });
}

function lintServices(files: IdentifyFiles, services: ReadonlySet<string>): readonly string[] {
  const named = [
    ...files.aliases.aliases.map(({ alias, services: of }) => ({ what: `alias ${alias}`, of })),
    ...tables(files).flatMap(([table, { types }]) =>
      Object.entries(types).map(([type, of]) => ({ what: `${table} ${type}`, of })),
    ),
    ...files.resourceHosts.resources.map(({ id, service }) => ({
      what: `resource ${id}`,
      of: service === null ? [] : [service],
    })),
  ];
  return named.flatMap(({ what, of }) =>
    of
      .filter((cliName) => !services.has(cliName))
      .map((cliName) => `${what}: ${cliName} is not a service of the catalog`),
  );
}

function lintDates(files: IdentifyFiles, today: string): readonly string[] {
  const dated = [
    ...Object.entries(files).map(([what, { date }]) => ({ what, date })),
    ...tables(files).map(([what, { date }]) => ({ what, date })),
    ...files.resourceHosts.resources.map(({ id, date }) => ({ what: id, date })),
    ...files.errorMessages.messages.map(({ id, date }) => ({ what: id, date })),
  ];
  return dated
    .filter(({ date }) => date > today)
    .map(({ what, date }) => `${what}: its date ${date} is after today, ${today}`);
}

function lintAliases(
  { aliases: { aliases } }: IdentifyFiles,
  catalog: Pick<Catalog, "services">,
  services: ReadonlySet<string>,
): readonly string[] {
  const words = aliases.map(({ alias }) => bare(alias));
  return [
    ...words.flatMap((word, index) =>
      words.indexOf(word) < index ? [`alias ${word}: it is there twice`] : [],
    ),
    ...aliases.flatMap(({ alias, services: [first, ...others] }) => {
      if (alias !== alias.toLowerCase()) return [`alias ${alias}: write it in lower case`];
      const found = serviceCalled(catalog, alias);
      if (services.has(alias) && first !== alias) {
        return [`alias ${alias}: it is a CLI name, so that service comes first`];
      }
      return found?.cliName === first && others.length === 0
        ? [`alias ${alias}: the catalog calls ${first} so, remove it`]
        : [];
    }),
  ];
}

function lintResources({ resourceHosts: { resources } }: IdentifyFiles): readonly string[] {
  return [
    ...resources.flatMap(({ id }, index) =>
      id <= (resources[index - 1]?.id ?? "") ? [`resource ${id} is out of order: sort by id`] : [],
    ),
    ...resources.flatMap(({ id, hosts, switchedHost }) =>
      switchedHost === null
        ? []
        : placeholdersOf(switchedHost)
            .filter((name) => !hosts.some((host) => placeholdersOf(host).includes(name)))
            .map((name) => `resource ${id}: no host gives a value for {${name}}`),
    ),
    ...resources.flatMap(({ id, hosts }) =>
      hosts
        .filter((host) => host.split(".").slice(-2).join(".").includes("{"))
        .map((host) => `resource ${id}: ${host} has no zone of its own`),
    ),
  ];
}

function placeholdersOf(template: string): readonly string[] {
  return Array.from(template.matchAll(/\{(\w+)\}/g), ([, name = ""]) => name);
}

function lintMessages({ errorMessages: { messages } }: IdentifyFiles): readonly string[] {
  const ids = messages.map(({ id }) => id);
  return [
    ...ids.flatMap((id, index) =>
      ids.indexOf(id) < index ? [`message ${id}: it is there twice`] : [],
    ),
    ...messages.flatMap(({ id, shown }) =>
      errorsIn(messages, shown)[0] === id
        ? []
        : [`message ${id}: what is shown is not an example of it, or more of another`],
    ),
  ];
}
