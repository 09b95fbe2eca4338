import { snakeCase } from "../cloudformation/template-resources.js";
import type { Resource, ResourceKind } from "../resource.js";
import type { AwsNames } from "../source/aws-names.js";
import {
  BY_BUILD,
  byCompute,
  type FoundInFile,
  joinFound,
  NOTHING_FOUND,
} from "../source/found-calls.js";
import { imageCalls } from "../source/images.js";
import { readShell } from "../source/read-shell.js";
import { environmentCalls } from "../source/resource-calls.js";
import { plainTree, type Tree, treeAt, treeEntries, treeItems, treeText } from "../tree.js";
import { mapValue, valueOfJson } from "../value.js";
import { readAgentConfig } from "./agent-config.js";

function manifestResource(
  kind: ResourceKind,
  format: Resource["format"],
  type: string,
  file: string,
  address: string,
  tree: Tree,
  attributes: Resource["attributes"],
): Resource {
  const annotations = treeAt(tree, "metadata", "annotations");
  return {
    kind,
    format,
    type,
    scope: file,
    address,
    subject: address,
    place: { file, line: tree.line },
    endLine: null,
    attributes,
    lines: Object.fromEntries(treeEntries(tree).map(([name, { line }]) => [name, line])),
    multiplicity: { kind: "one" },
    fromModule: null,
    metadata: annotations === undefined ? null : valueOfJson(plainTree(annotations)),
  };
}

const plainValues = (tree: Tree | undefined): Resource["attributes"] =>
  Object.fromEntries(
    treeEntries(tree).map(([name, { value }]) => [name, valueOfJson(plainTree(value))]),
  );

/** Where the pod stands in each kind. */
const POD_PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: ["spec"],
  Deployment: ["spec", "template", "spec"],
  StatefulSet: ["spec", "template", "spec"],
  DaemonSet: ["spec", "template", "spec"],
  ReplicaSet: ["spec", "template", "spec"],
  Job: ["spec", "template", "spec"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
  Rollout: ["spec", "template", "spec"],
};

/** One document of Kubernetes, or of eksctl. */
export function readKubernetes(file: string, tree: Tree, names: AwsNames): FoundInFile {
  const kind = treeText(treeAt(tree, "kind")) ?? "";
  const name = treeText(treeAt(tree, "metadata", "name")) ?? "";
  if (kind === "List") {
    return joinFound(
      treeItems(treeAt(tree, "items")).map((item) => readKubernetes(file, item, names)),
    );
  }
  if (kind === "ConfigMap") {
    return joinFound(
      treeEntries(treeAt(tree, "data")).map(([key, { value, line }]) =>
        readAgentConfig(file, key, treeText(value) ?? "", line, names),
      ),
    );
  }
  if (/^skaffold\//.test(treeText(treeAt(tree, "apiVersion")) ?? "")) {
    return { ...NOTHING_FOUND, resources: skaffoldBuilds(file, tree) };
  }
  if (kind === "ClusterConfig")
    return { ...NOTHING_FOUND, resources: [eksctlCluster(file, tree, name)] };
  const path = POD_PATHS[kind];
  const pod = path === undefined ? undefined : treeAt(tree, ...path);
  if (pod === undefined) return NOTHING_FOUND;
  const resource = manifestResource(
    "k8s-workload",
    "kubernetes",
    kind,
    file,
    `${kind}/${name}`,
    tree,
    {
      pod: valueOfJson(plainTree(pod)),
    },
  );
  const containers = ["initContainers", "containers"].flatMap((each) =>
    treeItems(treeAt(pod, each)),
  );
  return joinFound([
    { ...NOTHING_FOUND, resources: [resource] },
    ...containers.map((container) => containerFound(resource, container, names)),
  ]);
}

/** Skaffold says from which folder each image is built. */
function skaffoldBuilds(file: string, tree: Tree): readonly Resource[] {
  return treeItems(treeAt(tree, "build", "artifacts")).map((artifact) => {
    const image = treeText(treeAt(artifact, "image")) ?? "";
    const dockerfile = treeText(treeAt(artifact, "docker", "dockerfile"));
    return manifestResource("other", "kubernetes", "image build", file, image, artifact, {
      image: valueOfJson(image),
      build: mapValue({
        context: valueOfJson(treeText(treeAt(artifact, "context")) ?? "."),
        ...(dockerfile === null ? {} : { dockerfile: valueOfJson(dockerfile) }),
      }),
    });
  });
}

function eksctlCluster(file: string, tree: Tree, name: string): Resource {
  const network = plainValues(treeAt(tree, "kubernetesNetworkConfig"));
  const family = network["ipFamily"];
  return manifestResource(
    "eks-cluster",
    "kubernetes",
    "ClusterConfig",
    file,
    `ClusterConfig/${name}`,
    tree,
    {
      ...(family === undefined
        ? {}
        : { kubernetes_network_config: mapValue({ ip_family: family }) }),
      vpc_config: mapValue(
        Object.fromEntries(
          Object.entries(plainValues(treeAt(tree, "vpc"))).map(([key, value]) => [
            snakeCase(key),
            value,
          ]),
        ),
      ),
    },
  );
}

function containerFound(resource: Resource, container: Tree, names: AwsNames): FoundInFile {
  const by = byCompute(resource);
  const { file } = resource.place;
  const image = treeAt(container, "image");
  const variables = treeItems(treeAt(container, "env")).map((each) => ({
    name: treeText(treeAt(each, "name")) ?? "",
    value: valueOfJson(treeText(treeAt(each, "value"))),
    line: each.line,
  }));
  const words = ["command", "args"].flatMap((each) => treeItems(treeAt(container, each)));
  const text = treeText(image);
  return joinFound([
    {
      ...NOTHING_FOUND,
      calls: text === null ? [] : imageCalls(text, { file, line: image?.line ?? null }, by, names),
    },
    environmentCalls(resource, variables, "env", by, names),
    ...words.map((word) =>
      readShell(file ?? "", treeText(word) ?? "", word.line, by, names, "first"),
    ),
  ]);
}

/** A Compose file. */
export function readCompose(file: string, tree: Tree, names: AwsNames): FoundInFile {
  return joinFound(
    treeEntries(treeAt(tree, "services")).map(([name, { value }]) => {
      const resource = manifestResource(
        "compose-service",
        "compose",
        "service",
        file,
        name,
        value,
        plainValues(value),
      );
      const by = byCompute(resource);
      const image = treeAt(value, "image");
      const written = treeText(image)?.replace(/\$\{[^}]*\}|\$\w+/g, "{}") ?? null;
      const environment = treeAt(value, "environment");
      const variables =
        environment?.kind === "list"
          ? environment.items.map((each) => {
              const [key = "", set = ""] = (treeText(each) ?? "").split(/=(.*)/s);
              return { name: key, value: valueOfJson(set), line: each.line };
            })
          : treeEntries(environment).map(([key, entry]) => ({
              name: key,
              value: valueOfJson(treeText(entry.value)),
              line: entry.line,
            }));
      return joinFound([
        {
          ...NOTHING_FOUND,
          resources: [resource],
          calls:
            written === null
              ? []
              : imageCalls(written, { file, line: image?.line ?? null }, by, names),
        },
        environmentCalls(resource, variables, "environment", by, names),
      ]);
    }),
  );
}

/** A task definition as the ECS API takes it. */
export function ecsTaskResource(file: string, tree: Tree): Resource | null {
  const inner = treeAt(tree, "taskDefinition") ?? tree;
  if (treeAt(inner, "containerDefinitions") === undefined) return null;
  const family = treeText(treeAt(inner, "family")) ?? file;
  const attributes = Object.fromEntries(
    Object.entries(plainValues(inner)).map(([name, value]) => [snakeCase(name), value]),
  );
  const lines = Object.fromEntries(
    treeEntries(inner).map(([name, { line }]) => [snakeCase(name), line]),
  );
  return {
    ...manifestResource("ecs-task", "ecs-task", "task definition", file, family, inner, attributes),
    lines,
  };
}

/** Commands of CodeBuild. */
export function readBuildspec(file: string, tree: Tree, names: AwsNames): FoundInFile {
  const found = treeEntries(treeAt(tree, "phases")).flatMap(([, { value }]) =>
    ["commands", "finally"].flatMap((each) =>
      treeItems(treeAt(value, each)).map((command) =>
        readShell(file, treeText(command) ?? "", command.line, BY_BUILD, names, "first"),
      ),
    ),
  );
  return joinFound(found);
}
