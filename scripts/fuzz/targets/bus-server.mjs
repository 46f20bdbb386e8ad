// A D-Bus peer for one target: it lets everybody in, and answers with what the input holds. A thread of
// its own, since the caller waits inside libsystemd.
import { createServer } from "node:net";
import { workerData } from "node:worker_threads";

const { path, shared } = workerData;
// Word 0: its length; then the answers, as the target lays them out.
const length = new Uint32Array(shared, 0, 1);
const answers = new Uint8Array(shared, 4);

const string = (text) => {
  const bytes = Buffer.alloc(4 + text.length + 1);
  bytes.writeUInt32LE(text.length);
  bytes.write(text, 4);
  return bytes;
};

/** The answer to Hello: a unique name. */
export function hello() {
  const body = string(":1.5");
  const fields = Buffer.from([5, 1, 0x75, 0, 1, 0, 0, 0, 8, 1, 0x67, 0, 1, 0x73, 0, 0]);
  const head = Buffer.alloc(16);
  head.set([0x6c, 2, 1, 1]);
  head.writeUInt32LE(body.length, 4);
  head.writeUInt32LE(1, 8);
  head.writeUInt32LE(15, 12);
  return Buffer.concat([head, fields, body]);
}

/** Whole messages at the beginning of some bytes: how long each is. */
function* messages(bytes) {
  for (let at = 0; bytes.length - at >= 16;) {
    const fields = (bytes.readUInt32LE(at + 12) + 7) & ~7;
    const size = 16 + fields + bytes.readUInt32LE(at + 4);
    if (bytes.length - at < size) return;
    yield size;
    at += size;
  }
}

function serve(socket) {
  let waiting = Buffer.alloc(0);
  let begun = false;
  let calls = 0;
  const parts = Buffer.from(answers.slice(0, Atomics.load(length, 0)))
    .toString("latin1")
    .split("\xff\xff|")
    .map((text) => Buffer.from(text, "latin1"));
  const reply = () => {
    if (calls++ === 0) return socket.write(hello());
    const part = parts[calls - 2];
    // Nothing more to say: whoever still waits learns that the peer is gone.
    if (part === undefined || calls - 1 === parts.length) return socket.end(part);
    return socket.write(part);
  };
  socket.on("error", () => undefined);
  socket.on("data", (data) => {
    waiting = Buffer.concat([waiting, data]);
    if (!begun) {
      const end = waiting.indexOf("BEGIN\r\n");
      if (end < 0) return;
      const asked = waiting.includes("DATA\r\n") ? "DATA\r\n" : "";
      const fds = waiting.includes("NEGOTIATE_UNIX_FD") ? "AGREE_UNIX_FD\r\n" : "";
      socket.write(`${asked}OK 0123456789abcdef0123456789abcdef\r\n${fds}`);
      begun = true;
      waiting = waiting.subarray(end + 7);
    }
    for (const size of Array.from(messages(waiting))) {
      waiting = waiting.subarray(size);
      reply();
    }
  });
}

createServer(serve).listen(path);
