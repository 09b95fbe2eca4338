// The least a Node program can do: send every question, count what comes back, look at nothing.
// No scanner over node:dgram can be faster. node bare-udp.mjs NAMES_FILE ADDRESS PORT
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import {
  encodeQuery,
  LONGEST_QUERY,
} from "../../packages/egress6/dist/adapter/dns/wire/question.js";

const SOCKETS = 4;
const IN_FLIGHT = 500;
const BUFFERS = 1024;
const LOST_AFTER_MS = 3000;

const [file, host, port] = process.argv.slice(2);
const names = readFileSync(file, "utf8").trimEnd().split("\n");
const questions = 2 * names.length;
const buffer = Buffer.allocUnsafeSlow(BUFFERS * LONGEST_QUERY);
let sent = 0;
let received = 0;

const sockets = await Promise.all(
  Array.from({ length: SOCKETS }, async () => {
    const socket = createSocket("udp4");
    socket.connect(Number(port), host);
    await once(socket, "connect");
    socket.on("message", () => {
      received += 1;
      if (received === questions) end(0);
      else pump();
    });
    return socket;
  }),
);
const lost = setTimeout(() => end(1), LOST_AFTER_MS);
pump();

function pump() {
  while (sent < questions && sent - received < IN_FLIGHT) {
    const start = (sent % BUFFERS) * LONGEST_QUERY;
    const type = sent % 2 === 0 ? "A" : "AAAA";
    const end = encodeQuery(buffer, start, sent & 0xffff, names[sent >> 1], type, true);
    sockets[sent % SOCKETS].send(buffer, start, end - start);
    sent += 1;
    if (sent % 10_000 === 0) lost.refresh();
  }
}

function end(code) {
  clearTimeout(lost);
  for (const socket of sockets) socket.close();
  process.exitCode = code;
}
