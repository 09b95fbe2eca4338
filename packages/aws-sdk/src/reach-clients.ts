import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import { createRequire, Module } from "node:module";
import { debuglog } from "node:util";
import { type AwsClient, ipv6, isAttached } from "./ipv6.js";

/** `NODE_DEBUG=egress6` shows it. */
const debug = debuglog("egress6");

/** Where the class that all clients extend is, in any of its versions. */
const OF_THE_SDK = /[\\/]@smithy[\\/](?:smithy-client|core)[\\/]/;

interface ClientPrototype {
  send(...args: unknown[]): unknown;
}

type JavaScriptLoader = (module: { exports: unknown }, filename: string) => void;

/** Requests of clients that were reached are sent within it. */
const reached = new AsyncLocalStorage<true>();
const patched = new WeakSet<ClientPrototype>();
const seen = new WeakSet<object>();

/**
 * Wraps the clients of every copy of the SDK that this process loads, or has loaded. Node loads the SDK as CommonJS,
 * for modules that import it too.
 */
export function reachClients(): void {
  const require = createRequire(import.meta.url);
  for (const [filename, module] of Object.entries(require.cache)) {
    if (module !== undefined) reachModule(filename, module.exports);
  }
  const extensions = (Module as unknown as { _extensions: Record<string, JavaScriptLoader> })
    ._extensions;
  const load = extensions[".js"];
  if (load === undefined) return;
  extensions[".js"] = function loadAndReach(module, filename) {
    load.call(this, module, filename);
    reachModule(filename, module.exports);
  };
  subscribe("http.client.request.start", (message) => {
    tellUnreached((message as { request: ClientRequest }).request);
  });
}

function reachModule(filename: string, exported: unknown): void {
  if (!OF_THE_SDK.test(filename) || typeof exported !== "object" || exported === null) return;
  const { Client } = exported as { Client?: { prototype?: Partial<ClientPrototype> } };
  const prototype = Client?.prototype;
  if (typeof prototype?.send !== "function" || patched.has(prototype as ClientPrototype)) return;
  patch(prototype as ClientPrototype);
  debug("clients of %s are wrapped", filename);
}

function patch(prototype: ClientPrototype): void {
  const { send } = prototype;
  patched.add(prototype);
  prototype.send = function sendByChosenName(this: AwsClient, ...args) {
    return wrap(this) ? reached.run(true, () => send.apply(this, args)) : send.apply(this, args);
  };
}

/** With its first request, when its constructors are done. Clients that the program wrapped keep their options. */
function wrap(client: AwsClient): boolean {
  if (seen.has(client)) return true;
  if (isDisabled()) return false;
  seen.add(client);
  if (isAttached(client)) return true;
  try {
    ipv6(client);
    debug("%s is wrapped", client.constructor.name);
  } catch (error) {
    // Too old, or no client of a service: it stays as it is.
    debug("%s is not wrapped: %s", client.constructor.name, error);
  }
  return true;
}

function isDisabled(): boolean {
  return /^(?:1|true|yes|on)$/i.test(process.env["EGRESS6_DISABLE"] ?? "");
}

let isTold = false;

/** Says once that there are clients that cannot be reached: those of a bundle are no module of their own. */
function tellUnreached(request: ClientRequest): void {
  if (isTold || reached.getStore() === true || isDisabled()) return;
  const agent = String(request.getHeader("user-agent") ?? "");
  if (!agent.startsWith("aws-sdk-js/3")) return;
  isTold = true;
  process.emitWarning(
    `A client of ${agent.split(" ")[0]} called ${request.host} and was not reached: its code is bundled with the program. Keep @aws-sdk and @smithy packages out of the bundle, or call ipv6(client) of @egress6/aws-sdk in the code.`,
    { code: "EGRESS6_UNREACHED" },
  );
}
