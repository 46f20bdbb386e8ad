import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  decodeResponse,
  encodeRequest,
  REQUEST,
  requestName,
  REQUESTS,
  RESPONSES,
} from "./criu.ts";
import { decodeMessage, encodeMessage } from "./protobuf.ts";

const test = suite("wire/criu");

test("a request is read as it was meant", () => {
  const request = {
    type: REQUEST.dump,
    options: {
      imagesDirFd: 7,
      pid: 42,
      leaveRunning: true,
      externalMounts: [{ key: "/data", value: "/data" }],
      lsmMountContext: "system_u:object_r:x",
    },
  };
  assert.equal(decodeMessage(REQUESTS, encodeRequest(request)), request);
});

test("the request for the version is two bytes", () => {
  assert.equal(encodeRequest({ type: REQUEST.version }), Uint8Array.of(8, 10));
});

test("answers are read: a version, a notification, a failure", () => {
  // What CRIU 3.17.1 answered.
  const version = Uint8Array.of(8, 10, 16, 1, 0x52, 6, 8, 3, 16, 17, 32, 1);
  assert.equal(decodeResponse(version).version, { major: 3, minor: 17, sublevel: 1 });
  const notification = { script: "post-restore", pid: 4711 };
  const told = { type: REQUEST.notify, success: true, notification };
  assert.equal(decodeResponse(encodeMessage(RESPONSES, told)), told);
  const failed = { type: REQUEST.restore, success: false, errno: 22, message: "no" };
  assert.equal(decodeResponse(encodeMessage(RESPONSES, failed)), failed);
});

test("an answer without its type or its outcome is none", () => {
  for (const bytes of [[], [8, 10], [16, 1]])
    assert.throws(() => decodeResponse(Uint8Array.from(bytes)), /without type and outcome/);
});

test("requests have names", () => {
  assert.is(requestName(REQUEST.preDump), "preDump");
  assert.is(requestName(99), "request 99");
});

test.run();
