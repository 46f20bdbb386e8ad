import { test } from "uvu";
import * as assert from "uvu/assert";
import { deviceGroups, managerRoot, parseVersion } from "./systemd.ts";

test("a version is its first number", () => {
  assert.equal(
    ["252.38-1~deb12u1", "v245.4", "systemd 219", ""].map(parseVersion),
    [252, 245, 219, 0],
  );
});

test("a user's manager is where the runtime is, else where systemd puts it", () => {
  const usual = "/user.slice/user-7.slice/user@7.service";
  assert.is(managerRoot(`${usual}/app.slice/x.scope`, 7), usual);
  assert.is(managerRoot("/user.slice/user-7.slice/session-1.scope", 7), usual);
  assert.is(
    managerRoot("/lxc/a/user.slice/user-7.slice/user@7.service/init.scope", 7),
    `/lxc/a${usual}`,
  );
});

test("drivers by their numbers, characters and blocks apart", () => {
  const text =
    "Character devices:\n  1 mem\n  4 tty\n  4 ttyS\n136 pts\n\nBlock devices:\n  8 sd\n259 blkext\n";
  assert.equal(deviceGroups(text), {
    c: { "1": "mem", "4": "tty", "136": "pts" },
    b: { "8": "sd", "259": "blkext" },
  });
});
test.run();
