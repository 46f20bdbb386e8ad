// What systemd, or whoever sits on its bus, answers: libsystemd reads the messages, and our code what is
// in them.
import { mkdtempSync, rmSync, existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { withSystemd } from "../../../dist/js/src/native/systemd.js";
import { answer, mutateText } from "./common.mjs";

const ROOM = 64 * 1024;
const BETWEEN = Buffer.from([0xff, 0xff, 0x7c]);
const METHOD_RETURN = 2;
const ERROR = 3;
const SIGNAL = 4;

const pad = (bytes, to) => Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)]);

function text(value) {
  const bytes = Buffer.alloc(4 + value.length + 1);
  bytes.writeUInt32LE(value.length);
  bytes.write(value, 4);
  return bytes;
}

function field(code, type, value) {
  return Buffer.concat([Buffer.from([code, 1, type.charCodeAt(0), 0]), value]);
}

function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const signature = (of) => Buffer.from([of.length, ...Buffer.from(of), 0]);

function message(kind, serial, fields, body) {
  const head = Buffer.from([0x6c, kind, 1, 1]);
  const list = fields.reduce((all, one) => Buffer.concat([pad(all, 8), one]), Buffer.alloc(0));
  const start = Buffer.concat([head, number(body.length), number(serial), number(list.length)]);
  return Buffer.concat([pad(Buffer.concat([start, list]), 8), body]);
}

const reply = (to, of, body) =>
  message(METHOD_RETURN, 10 + to, [field(5, "u", number(to)), field(8, "g", signature(of))], body);
const MANAGER = "org.freedesktop.systemd1";
const failure = message(
  ERROR,
  12,
  [
    field(5, "u", number(2)),
    field(4, "s", text(`${MANAGER}.NoSuchUnit`)),
    field(8, "g", signature("s")),
  ],
  text("Unit x not loaded."),
);
const version = reply(2, "v", Buffer.concat([signature("s"), Buffer.alloc(1), text("252.1")]));
const JOB = "/org/freedesktop/systemd1/job/7";
const removed = message(
  SIGNAL,
  20,
  [
    field(1, "o", text("/org/freedesktop/systemd1")),
    field(2, "s", text(`${MANAGER}.Manager`)),
    field(3, "s", text("JobRemoved")),
    field(7, "s", text(":1.1")),
    field(8, "g", signature("uoss")),
  ],
  [text(JOB), text("x.scope"), text("done")].reduce(
    (all, one) => Buffer.concat([pad(all, 4), one]),
    number(7),
  ),
);
const none = message(METHOD_RETURN, 11, [field(5, "u", number(2))], Buffer.alloc(0));
const job = Buffer.concat([none, BETWEEN, reply(3, "o", text(JOB)), removed]);

let shared;
let directory;

/** The peer, once this thread has work for it. */
function peer() {
  if (shared !== undefined) return;
  directory = mkdtempSync("/dev/shm/tsrun-fuzz-bus-");
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  shared = new SharedArrayBuffer(4 + ROOM);
  const path = join(directory, "bus");
  new Worker(new URL("bus-server.mjs", import.meta.url), { workerData: { path, shared } }).unref();
  const cell = new Int32Array(new SharedArrayBuffer(4));
  for (let turn = 0; turn < 1000 && !existsSync(path); turn++) Atomics.wait(cell, 0, 0, 10);
  process.env["DBUS_SESSION_BUS_ADDRESS"] = `unix:path=${path}`;
}

export const bus = {
  name: "bus",
  seeds: () => [version, failure, job, Buffer.concat([job, BETWEEN, failure])],
  mutate: mutateText(["NoSuchUnit", "done", "JobRemoved", JOB, "\xff\xff|", "uoss", "v\0s"]),
  run(input) {
    peer();
    const bytes = input.subarray(0, ROOM);
    new Uint8Array(shared, 4).set(bytes);
    Atomics.store(new Uint32Array(shared, 0, 1), 0, bytes.length);
    const uses = [(to) => to.managerText("Version"), (to) => to.stop("x.scope")];
    return uses.map((use) => answer(["BusError"], () => withSystemd(true, use))).join();
  },
  planted: (input) => input.includes("JobRemoved") && !input.includes("done"),
};
