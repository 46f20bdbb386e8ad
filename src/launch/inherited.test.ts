import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseLaunch } from "./inherited.ts";
import { passedDescriptors } from "./listen.ts";

const inherited = suite("launch/inherited");

inherited("the launcher's word is read exactly", () => {
  assert.equal(parseLaunch("1;nofile=1024:524288;fds=3,7"), {
    nofile: { soft: 1024n, hard: 524288n },
    fds: [3, 7],
  });
  assert.equal(parseLaunch("1;nofile=18446744073709551615:18446744073709551615;fds=").fds, []);
});

inherited("another version or form is refused", () => {
  for (const text of [
    "",
    "2;nofile=1:1;fds=",
    "1;nofile=1;fds=",
    "1;nofile=1:1;fds=3,",
    "1;nofile=1:1",
  ]) {
    assert.throws(() => parseLaunch(text), /malformed/);
  }
});

const from = { nofile: { soft: 1n, hard: 1n }, fds: [3, 5, 9] };

inherited("[RL-2] preserved numbers are those that were open; a gap stays closed", () => {
  assert.equal(passedDescriptors({}, 42, 3, from), { count: 3, fds: [3, 5], env: [] });
});

inherited("LISTEN_FDS counts only when LISTEN_PID is this process, and goes in front", () => {
  const env = { LISTEN_FDS: "1", LISTEN_PID: "42", LISTEN_FDNAMES: "web" };
  assert.equal(passedDescriptors(env, 42, 2, from), {
    count: 3,
    fds: [3, 5],
    env: ["LISTEN_FDS=1", "LISTEN_PID=1", "LISTEN_FDNAMES=web"],
  });
  assert.equal(passedDescriptors({ ...env, LISTEN_PID: "1" }, 42, 2, from).count, 2);
});

inherited("a malformed LISTEN_FDS is refused", () => {
  assert.throws(
    () => passedDescriptors({ LISTEN_FDS: "x", LISTEN_PID: "1" }, 1, 0, from),
    /LISTEN_FDS/,
  );
});

inherited.run();
