import type { CredentialsProvider } from "../../settings/read/credentials-endpoint.js";
import { REMEDIES, type Remedy } from "../conclude/remedies.js";
import type { CredentialsObservation, HostObservations } from "../host-observations.js";
import { finding, NOT_FINISHED, type StepFinding } from "../step.js";
import { tcpWords } from "../words.js";

type Credentials = Pick<HostObservations, "credentials" | "unreadableTokens">;

/** Whether there is somebody where the environment sends SDKs for credentials; null: it sends them nowhere. */
export function credentialsFinding(host: Credentials): StepFinding | null {
  const [token] = host.unreadableTokens ?? [];
  const endpoint = host.credentials === undefined ? null : endpointFinding(host.credentials);
  if (token === undefined || endpoint?.state === "failed") return endpoint;
  return finding("failed", `${token} names a file that cannot be read`, {
    details: endpoint === null ? [] : [endpoint.summary],
    remedy: REMEDIES.tokenFile,
  });
}

function endpointFinding(credentials: CredentialsObservation): StepFinding {
  const { endpoint, tcp } = credentials;
  switch (endpoint.kind) {
    case "elsewhere":
      return finding("unknown", `${endpoint.place} names ${endpoint.host}, which was not tried`);
    case "unusable":
      return finding("failed", `${endpoint.place} ${endpoint.reason}`, {
        remedy: REMEDIES.mendCredentialsUrl,
      });
    case "address": {
      if (tcp === null) return NOT_FINISHED;
      const summary = `${placeWords(credentials)}: ${tcpWords(tcp)}`;
      if (tcp.kind === "connected") return finding("ok", summary);
      return finding("failed", summary, { remedy: REMEDY[endpoint.provider] });
    }
  }
}

/** What keeps SDKs from their credentials, in one sentence; null: nothing is known to. */
export function brokenCredentials(host: Credentials): {
  readonly text: string;
  readonly remedy: Remedy;
} | null {
  const found = credentialsFinding(host);
  if (found === null || found.state !== "failed" || found.remedy === null) return null;
  const text = `SDKs get no credentials here, so every call fails: ${found.summary}.`;
  return { text, remedy: found.remedy };
}

function placeWords({ endpoint }: CredentialsObservation): string {
  if (endpoint.kind !== "address") return endpoint.place;
  const host = endpoint.host.includes(":") ? `[${endpoint.host}]` : endpoint.host;
  return `${WHO[endpoint.provider]} at ${host}:${endpoint.port} (${endpoint.place})`;
}

const WHO: Readonly<Record<CredentialsProvider, string>> = {
  ecs: "the credentials of the ECS task",
  eks: "the EKS Pod Identity agent",
  own: "the credentials server",
};

const REMEDY: Readonly<Record<CredentialsProvider, Remedy>> = {
  ecs: REMEDIES.ecsCredentials,
  eks: REMEDIES.podIdentityAgent,
  own: REMEDIES.credentialsServer,
};
