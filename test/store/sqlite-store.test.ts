import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { openStore, openStoreReader } from "../../packages/egress6/src/adapter/store/open-store.js";
import type { StoreReader } from "../../packages/egress6/src/ports.js";
import { describeStore } from "./store-contract.js";

const folders: string[] = [];
const opened: StoreReader[] = [];

afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describeStore("a SQLite file", () => {
  const folder = mkdtempSync(join(tmpdir(), "egress6-store-"));
  folders.push(folder);
  const path = join(folder, "not there yet", "store.db");
  const open = () => {
    const store = openStore(path);
    opened.push(store);
    return store;
  };
  return {
    openEmpty: open,
    reopen: open,
    read: () => {
      const reader = openStoreReader(path);
      if (reader === null) throw new Error("no store");
      opened.push(reader);
      return reader;
    },
  };
});
