import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";

interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** An authority of the test's own, and certificates that it signs, made with `openssl`. */
export interface Authority {
  /** For NODE_EXTRA_CA_CERTS of processes that are to trust it. */
  readonly file: string;
  certificateFor(hostnames: readonly string[]): Certificate;
  remove(): void;
}

export function createAuthority(): Authority {
  const folder = mkdtempSync(`${tmpdir()}/egress6-authority-`);
  const openssl = (...args: string[]) =>
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-days",
    "2",
    "-subj",
    "/O=egress6 tests/CN=Test authority",
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
  );
  let made = 0;
  return {
    file: `${folder}/ca.pem`,
    certificateFor(hostnames) {
      const leaf = `leaf${++made}`;
      writeFileSync(
        `${folder}/${leaf}.ext`,
        `subjectAltName=${hostnames.map((hostname) => `DNS:${hostname}`).join(",")}\n`,
      );
      openssl(
        "req",
        ...newKey,
        "-subj",
        "/CN=leaf",
        "-keyout",
        `${leaf}.key`,
        "-out",
        `${leaf}.csr`,
      );
      openssl(
        "x509",
        "-req",
        "-in",
        `${leaf}.csr`,
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        "2",
        "-extfile",
        `${leaf}.ext`,
        "-out",
        `${leaf}.pem`,
      );
      return {
        key: readFileSync(`${folder}/${leaf}.key`, "utf8"),
        cert: readFileSync(`${folder}/${leaf}.pem`, "utf8"),
      };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
