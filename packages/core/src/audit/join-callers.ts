import { joined } from "../hcl/project.js";
import type { Call, EndpointSetting } from "./reading.js";
import { idOf, type Resource } from "./resource.js";
import { containersOf, shownText } from "./source/resource-calls.js";
import { type AuditValue, auditValueAt, isAbsent, itemsOf, textOf } from "./value.js";

interface Found {
  readonly calls: readonly Call[];
  readonly settings: readonly EndpointSetting[];
}

/** Where the code of something that runs is. */
interface CodeRoot {
  /** A folder, or a file. */
  readonly path: string;
  readonly runs: Resource;
  /** Without its extension: `src/app` of the handler `src/app.main`; null: all that is there may run. */
  readonly entry: string | null;
}

/**
 * Says of calls in source code what runs them, where files say it: the code of functions, the images that Compose,
 * ECS and Kubernetes run and something here builds. Where they do not, it says why.
 */
export function joinCallers(resources: readonly Resource[], { calls, settings }: Found): Found {
  const images = new ImageSources(resources);
  const roots = resources.flatMap((resource) => rootsOf(resource, resources, images));
  const built = imageFolders(resources);
  const runnerOf = (file: string | null) => (file === null ? null : runner(file, roots, built));
  const runnersOfImages = images.runners(resources);
  return {
    calls: calls.map((call): Call => {
      if (call.callerKind === "compute") return withRunner(call, runnersOfImages);
      if (call.callerKind !== "code" || call.caller !== null) return call;
      const found = runnerOf(call.place.file);
      if (found === null || typeof found === "string") {
        return { ...call, callerMissing: found ?? NOBODY };
      }
      return { ...call, caller: found.address, scope: found.scope, callerKind: "compute" };
    }),
    settings: settings.map((setting): EndpointSetting => {
      if (setting.caller !== null) return withRunner(setting, runnersOfImages);
      if (setting.where !== "code") return setting;
      const found = runnerOf(setting.place.file);
      return found === null || typeof found === "string"
        ? setting
        : { ...setting, caller: found.address, scope: found.scope };
    }),
  };
}

const NOBODY = "no file says what runs this code";

/** What an image says counts for what runs it; where nobody knows what does, for all. */
function withRunner<T extends { readonly caller: string | null; readonly scope: string | null }>(
  item: T,
  runners: ReadonlyMap<string, Resource>,
): T {
  if (item.caller === null || item.scope === null) return item;
  const found = runners.get(idOf({ scope: item.scope, address: item.caller }));
  return found === undefined ? item : { ...item, caller: found.address, scope: found.scope };
}

/** What runs a file; a sentence, where nobody knows which; null: nothing here does. */
function runner(
  file: string,
  roots: readonly CodeRoot[],
  built: readonly { readonly folder: string; readonly dockerfile: string }[],
): Resource | string | null {
  const around = roots.filter(({ path }) => isIn(file, path));
  const most = Math.max(-1, ...around.map(({ path }) => path.length));
  const nearest = around.filter(({ path }) => path.length === most);
  const [first] = nearest;
  if (first === undefined) {
    const image = built.find(({ folder }) => isIn(file, folder));
    return image === undefined
      ? null
      : `${image.dockerfile} builds it into an image, and no file says what runs that`;
  }
  const bare = file.replace(/\.[^./]+$/, "");
  const own = nearest.filter(({ path, entry }) => entry !== null && joined(path, entry) === bare);
  const running = own.length > 0 ? own : nearest;
  const distinct = new Set(running.map(({ runs }) => idOf(runs)));
  return distinct.size === 1 && running[0] !== undefined
    ? running[0].runs
    : `${distinct.size} of them share this code: ${[...new Set(running.map(({ runs }) => runs.subject))].slice(0, 5).join(", ")}`;
}

const isIn = (file: string, path: string): boolean =>
  path === "" || file === path || file.startsWith(`${path}/`);

const folderOfFile = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf("/")));

function rootsOf(
  resource: Resource,
  resources: readonly Resource[],
  images: ImageSources,
): readonly CodeRoot[] {
  switch (resource.kind) {
    case "lambda-function":
      return [...functionRoots(resource, resources), ...imageRoots(resource, images)];
    case "ecs-task":
    case "k8s-workload":
    case "compose-service":
      return imageRoots(resource, images);
    default:
      return [];
  }
}

function functionRoots(resource: Resource, resources: readonly Resource[]): readonly CodeRoot[] {
  const { attributes, place, format } = resource;
  if (place.file === null) return [];
  const handler = textOf(attributes["handler"]);
  const entry = handler?.replace(/\.[^./]+$/, "") ?? null;
  const root = (base: string, path: string | null): readonly CodeRoot[] => {
    const at = path === null || /^(s3|https?):/.test(path) ? null : joined(base, path);
    return at === null ? [] : [{ path: at, runs: resource, entry }];
  };
  if (format === "terraform" || format === "plan-json") {
    const base = resource.scope;
    const archive = archiveOf(resource, resources);
    const from = archive ?? attributes;
    const named = ["source_dir", "source_file", "source_path"].flatMap((name) =>
      root(base, textOf(from[name])),
    );
    if (named.length > 0) return named;
    // An archive that is made elsewhere often has the name of its folder, which is no proof.
    return [];
  }
  const folder = folderOfFile(place.file);
  const asset = textOf(auditValueAt(resource.metadata ?? undefined, "aws:asset:path"));
  if (asset !== null) return root(folder, asset);
  const uri = textOf(attributes["code_uri"]) ?? textOf(attributes["code"]);
  if (uri !== null) return root(folder, uri);
  // Serverless Framework packs the folder of its file; a handler names the file in it.
  return resource.type === "serverless function" && entry !== null ? root(folder, ".") : [];
}

/** The `archive_file` that makes the package of a function. */
function archiveOf(
  resource: Resource,
  resources: readonly Resource[],
): Resource["attributes"] | null {
  const filename = shownText(resource.attributes["filename"]);
  if (filename === null) return null;
  const prefix = resource.address.replace(/aws_lambda_function\..*$/, "");
  const archives = resources.filter(
    (each) =>
      /^(data\.)?archive_file$/.test(each.type) &&
      each.scope === resource.scope &&
      each.address.startsWith(prefix) &&
      shownText(each.attributes["output_path"]) === filename,
  );
  return archives.length === 1 ? (archives[0]?.attributes ?? null) : null;
}

function imageRoots(resource: Resource, images: ImageSources): readonly CodeRoot[] {
  return images
    .foldersOf(resource)
    .map((path): CodeRoot => ({ path, runs: resource, entry: null }));
}

/** What is built: a folder, by a Dockerfile. */
interface ImageBuild {
  readonly context: string;
  readonly dockerfile: string;
}

/** Which images are built here from what, as far as a file says so. */
class ImageSources {
  private readonly byName = new Map<string, ImageBuild>();
  private readonly dockerfiles: ReadonlyMap<string, Resource>;

  constructor(resources: readonly Resource[]) {
    this.dockerfiles = new Map(
      resources
        .filter(({ kind }) => kind === "container-image")
        .map((each) => [each.address, each]),
    );
    for (const resource of resources) {
      if (resource.type === "image build" || resource.kind === "compose-service") {
        const build = buildOf(resource);
        const image = shownText(resource.attributes["image"]);
        if (build !== null && image !== null) this.byName.set(imageName(image), build);
      }
    }
  }

  /** Folders whose code is in the images that something runs. */
  foldersOf(resource: Resource): readonly string[] {
    return this.buildsOf(resource).flatMap((build) => this.copiedBy(build));
  }

  /** By the id of the image's Dockerfile: what alone runs it. */
  runners(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
    const found = new Map<string, Resource | null>();
    for (const resource of resources) {
      for (const { dockerfile } of this.buildsOf(resource)) {
        const image = this.dockerfiles.get(dockerfile);
        if (image === undefined) continue;
        const before = found.get(idOf(image));
        found.set(idOf(image), before === undefined || before === resource ? resource : null);
      }
    }
    return new Map([...found].flatMap(([id, each]) => (each === null ? [] : [[id, each]])));
  }

  private buildsOf(resource: Resource): readonly ImageBuild[] {
    if (resource.kind === "compose-service") {
      const own = buildOf(resource);
      if (own !== null) return [own];
    }
    if (resource.kind === "lambda-function") {
      const context = textOf(auditValueAt(resource.metadata ?? undefined, "DockerContext"));
      if (context !== null && resource.place.file !== null) {
        const at = joined(folderOfFile(resource.place.file), context);
        const name = textOf(auditValueAt(resource.metadata ?? undefined, "Dockerfile"));
        const dockerfile = at === null ? null : joined(at, name ?? "Dockerfile");
        return at === null || dockerfile === null ? [] : [{ context: at, dockerfile }];
      }
    }
    return imagesOf(resource).flatMap((image) => this.byName.get(imageName(image)) ?? []);
  }

  /** What its Dockerfile copies; all of its folder, where that is not known. */
  private copiedBy({ context, dockerfile }: ImageBuild): readonly string[] {
    const copies = itemsOf(this.dockerfiles.get(dockerfile)?.attributes["copies"]) ?? [];
    const folders = copies.flatMap((each) => {
      const text = textOf(each);
      return text === null ? [] : (joined(context, text) ?? []);
    });
    return folders.length === 0 ? [context] : folders;
  }
}

function imagesOf({ kind, attributes }: Resource): readonly string[] {
  const containers =
    kind === "ecs-task"
      ? containersOf(attributes["container_definitions"])
      : kind === "k8s-workload"
        ? (itemsOf(auditValueAt(attributes["pod"], "containers")) ?? [])
        : [];
  const own = kind === "lambda-function" ? attributes["image_uri"] : attributes["image"];
  return [...containers.map((each) => auditValueAt(each, "image")), own].flatMap(
    (each) => shownText(each) ?? [],
  );
}

const imageName = (image: string): string => image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");

/** `build:` of Compose, in either form. */
function buildOf({ attributes, place }: Resource): ImageBuild | null {
  const build: AuditValue | undefined = attributes["build"];
  if (build === undefined || isAbsent(build) || place.file === null) return null;
  const context = textOf(build) ?? textOf(auditValueAt(build, "context")) ?? ".";
  const at = /^(https?:|git@|\$)/.test(context) ? null : joined(folderOfFile(place.file), context);
  if (at === null) return null;
  const dockerfile = joined(at, textOf(auditValueAt(build, "dockerfile")) ?? "Dockerfile");
  return dockerfile === null ? null : { context: at, dockerfile };
}

/** Folders of Dockerfiles, the deepest first. */
function imageFolders(resources: readonly Resource[]) {
  return resources
    .filter(({ kind }) => kind === "container-image")
    .map(({ address }) => ({ folder: folderOfFile(address), dockerfile: address }))
    .toSorted((a, b) => b.folder.length - a.folder.length);
}
