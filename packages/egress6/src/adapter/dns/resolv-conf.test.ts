import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolverText } from "@egress6/core/observation/resolver-text";
import { afterAll, describe, expect, it } from "vitest";
import { parseResolvConf, readResolvConf } from "./resolv-conf.js";
import { systemResolvers } from "./resolver-address.js";

const read = (text: string) => parseResolvConf(text).map(resolverText);

describe("resolv.conf", () => {
  it.each([
    ["nameserver 10.0.0.2\n", ["10.0.0.2:53"]],
    ["nameserver\tfd00:ec2::253", ["[fd00:ec2::253]:53"]],
    ["  nameserver 10.0.0.2 \r\n", ["10.0.0.2:53"]],
    // Of router advertisements: without the zone it leads nowhere.
    ["nameserver fe80::1%eth0\n", ["[fe80::1%eth0]:53"]],
    ["nameserver [fe80::1%eth0]:5353\n", ["[fe80::1%eth0]:5353"]],
    ["# nameserver 10.0.0.1\n; nameserver 10.0.0.1\nnameserver 10.0.0.2\n", ["10.0.0.2:53"]],
    ["nameserver 10.0.0.2 # of DHCP\n", ["10.0.0.2:53"]],
    ["nameserver 10.0.0.2:5353\n", ["10.0.0.2:5353"]],
    ["nameserver 10.0.0.2, 10.0.0.3\n", ["10.0.0.2:53", "10.0.0.3:53"]],
    ["options edns0 trust-ad\nsearch a.test nameserver\nnameserver 10.0.0.2", ["10.0.0.2:53"]],
    ["nameserver localhost\nnameserver 10.0.0.999\nnameserver\nnameservers 10.0.0.2\n", []],
    ["", []],
  ])("%j", (text, servers) => {
    expect(read(text)).toEqual(servers);
  });

  it("may name more than three resolvers, and not any number", () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `nameserver 10.0.${index >> 8}.1\n`);
    expect(read(lines.slice(0, 5).join(""))).toHaveLength(5);
    expect(read(lines.join("")).length).toBeLessThan(100);
  });
});

describe("the system's resolvers", () => {
  const folder = mkdtempSync(`${tmpdir()}/egress6-resolv-conf-`);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string) => {
    writeFileSync(`${folder}/${name}`, text);
    return `${folder}/${name}`;
  };

  it("are those of the file, each once", async () => {
    const named = file(
      "zone",
      "nameserver fe80::1%eth0\nnameserver 10.0.0.2\nnameserver 10.0.0.2\n",
    );
    expect((await systemResolvers(named)).map(resolverText)).toEqual([
      "[fe80::1%eth0]:53",
      "10.0.0.2:53",
    ]);
  });

  it.each(["names none", "is missing"])(
    "are what Node.js knows where the file %s",
    async (what) => {
      const named = what === "is missing" ? `${folder}/nothing` : file("none", "options edns0\n");
      expect(await systemResolvers(named)).toEqual(await systemResolvers(`${folder}/nowhere`));
      expect(await systemResolvers(named)).not.toEqual([]);
    },
  );

  it("are not read from the middle of a line where the file is endless", () => {
    const endless = file("endless", `nameserver 10.0.0.2\n${"nameserver 10.0.0.21 ".repeat(4000)}`);
    expect(readResolvConf(endless)?.map(resolverText)).toEqual(["10.0.0.2:53"]);
  });
});
