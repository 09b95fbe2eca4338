import type { NodeHttpHandler } from "@smithy/node-http-handler";

const ignore = () => {};
export const SILENT = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

export interface ClientConfig {
  readonly region: string;
  readonly logger: typeof SILENT;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler: NodeHttpHandler;
  readonly endpoint?: string;
  readonly useDualstackEndpoint?: boolean;
}
