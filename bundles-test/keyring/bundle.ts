// The session keyring.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "keyring",
  title: "a container has a session keyring of its own, with --no-new-keyring the caller's",
  oracle: "runc",
  config: { process: script("cat /proc/keys; sleep 60") },
  check(t) {
    const own = new RegExp(`_ses\\.${t.place.id}`);
    // First: the kernel forgets a keyring only some time after its last process.
    t.up({ flags: ["--no-new-keyring"] });
    t.wait(() => t.written !== "", "keys are listed");
    t.ok(!own.test(t.written), `the caller's keyring: ${t.written}`);
    t.ok(!own.test(t.succeeds(t.exec(["cat", "/proc/keys"]))), "exec has the caller's too");
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.succeeds(t.run({ flags: ["--detach", "--no-new-keyring"] }));
    t.ok(!own.test(t.succeeds(t.exec(["cat", "/proc/keys"]))), "run");
    t.succeeds(t.delete({ flags: ["--force"] }));

    t.up();
    t.wait(() => own.test(t.written), "the keyring is listed");
    t.match(t.succeeds(t.exec(["cat", "/proc/keys"])), own, "exec");
  },
});
