import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** One answer of AWS, as it was recorded. */
export interface TapeAnswer {
  readonly status: number;
  readonly type: string;
  readonly enc: "utf8" | "base64";
  readonly body: string;
}

/** `SERVICE REGION METHOD PATH?QUERY TARGET BODY` to answer. */
export type Tape = Readonly<Record<string, TapeAnswer>>;

export interface TapeRequest {
  readonly key: string;
  readonly service: string;
  readonly region: string;
  /** `DescribeVpcs`; of REST, method and path. */
  readonly operation: string;
  /** What the form, the query or the JSON asks for, as texts. */
  readonly input: Readonly<Record<string, string>>;
  readonly agent: string;
}

export interface TapeServer {
  readonly url: string;
  /** All that was asked, in order. */
  readonly requests: TapeRequest[];
  close(): Promise<void>;
}

/**
 * Plays recorded exchanges back over HTTP. What differs from the tape in filters or paging alone gets the answer of the
 * same service, region and operation; what is not there at all is 501.
 * @param instead answers before the tape does: for pages, refusals and waits
 */
export async function startTapeServer(
  tape: Tape,
  instead: (
    request: TapeRequest,
  ) => TapeAnswer | undefined | Promise<TapeAnswer | undefined> = () => undefined,
): Promise<TapeServer> {
  const byOperation = new Map(
    Object.entries(tape).map(([key, answer]) => {
      const { service, region, operation } = parseKey(key);
      return [`${service} ${region} ${operation}`, answer];
    }),
  );
  const requests: TapeRequest[] = [];
  const server = createServer((request, response) => {
    void readRequest(request).then(async (asked) => {
      requests.push(asked);
      const { key, service, region, operation } = asked;
      const answer =
        (await instead(asked)) ?? tape[key] ?? byOperation.get(`${service} ${region} ${operation}`);
      if (answer === undefined) {
        response.writeHead(501, { "content-type": "text/html" }).end("<html>not here</html>");
        return;
      }
      response.writeHead(answer.status, { "content-type": answer.type });
      response.end(Buffer.from(answer.body, answer.enc));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readRequest(request: IncomingMessage): Promise<TapeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString("utf8");
  const [, region = "", service = ""] =
    /Credential=[^/]*\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
  const url = new URL(request.url ?? "/", "http://tape");
  url.searchParams.delete("x-id");
  url.searchParams.sort();
  const form = new URLSearchParams(body);
  form.sort();
  const isForm = /form/.test(request.headers["content-type"] ?? "");
  const target = String(request.headers["x-amz-target"] ?? "");
  const key = [
    service,
    region,
    request.method,
    `${url.pathname}?${url.searchParams}`,
    target,
    isForm ? form.toString() : body,
  ].join(" ");
  return { ...parseKey(key), key, agent: String(request.headers["user-agent"] ?? "") };
}

function parseKey(key: string): Omit<TapeRequest, "key" | "agent"> {
  const [service = "", region = "", method = "", path = "", target = "", ...rest] = key.split(" ");
  const body = rest.join(" ");
  const [pathname = "", query = ""] = path.split("?");
  const isJson = body.startsWith("{");
  const form = Object.fromEntries(new URLSearchParams(isJson ? "" : body));
  const json: Record<string, unknown> = isJson ? JSON.parse(body) : {};
  const input = {
    ...Object.fromEntries(new URLSearchParams(query)),
    ...form,
    ...Object.fromEntries(
      Object.entries(json).map(([name, value]) => [
        name,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
  };
  const operation = target.split(".").at(-1) || form["Action"] || `${method} ${pathname}`;
  return { service, region, operation, input };
}
