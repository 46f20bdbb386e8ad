// One unary gRPC call over a unix socket, as a program: the cases come one after the other.
//   node grpc-call.mjs SOCKET /package.Service/Method REQUEST     REQUEST and the answer in base64
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";

const PREFIX = 5;
const [socket, path, request] = process.argv.slice(2);

const body = Buffer.from(request, "base64");
const message = Buffer.alloc(PREFIX + body.length);
message.writeUInt32BE(body.length, 1);
body.copy(message, PREFIX);

const session = connectHttp2("http://localhost", { createConnection: () => connect(socket) });
const fail = (text) => {
  console.error(`${path}: ${text}`);
  process.exitCode = 1;
  session.destroy();
};
session.on("error", (error) => fail(error.message));

const stream = session.request({
  ":method": "POST",
  ":path": path,
  "content-type": "application/grpc",
  te: "trailers",
});
const parts = [];
let ending = {};
const noteEnd = (headers) => {
  if ("grpc-status" in headers) ending = headers;
};
stream.on("response", noteEnd); // an error without an answer has its status here
stream.on("trailers", noteEnd);
stream.on("data", (part) => parts.push(part));
stream.on("error", (error) => fail(error.message));
stream.on("end", () => {
  const status = ending["grpc-status"];
  if (status !== "0") {
    fail(`status ${status}: ${decodeURIComponent(ending["grpc-message"] ?? "")}`);
    return;
  }
  console.log(Buffer.concat(parts).subarray(PREFIX).toString("base64"));
  session.close();
});
stream.end(message);
