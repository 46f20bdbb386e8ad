// Calls that are answered by somebody else.
import { join } from "node:path";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";
import { beside, tool } from "../harness/tools.ts";

const profile = (more: Json): Json => ({
  linux: {
    seccomp: {
      defaultAction: "SCMP_ACT_ALLOW",
      syscalls: [{ names: ["mkdir", "mkdirat"], action: "SCMP_ACT_NOTIFY" }],
      ...more,
    },
  },
});

interface Sent {
  readonly descriptors: number;
  readonly document: Json;
}

function sent(output: string): readonly Sent[] {
  const lines = output.split("\n").filter((line) => line !== "");
  return lines.map((line) => ({
    descriptors: Number(line.split(" ", 1)[0]),
    document: JSON.parse(line.slice(line.indexOf(" "))) as Json,
  }));
}

export const bundle = defineBundle({
  name: "seccomp-notify",
  title:
    "[SC-8] [SC-9] [SC-10] [SC-11] [SC-13] [CP-1] [CP-3] [CP-4] [CP-6] [CP-7] [CP-9] an agent gets state and listener, once per connection, and answers",
  oracle: "runc",
  config: (place) => ({
    ...profile({ listenerPath: join(place.side, "agent"), listenerMetadata: "a label" }),
    process: script("mkdir /new; sleep 30", { noNewPrivileges: false }),
  }),
  check(t) {
    const agent = beside(t, [tool("agent"), t.beside("agent")]);
    t.wait(() => t.exists(t.beside("agent")), "the agent listens");
    let before = 0;
    for (const noNewPrivileges of [false, true]) {
      t.configure((config) => ({
        ...config,
        process: { ...(config["process"] as Json), noNewPrivileges },
      }));
      const pid = t.up();
      t.wait(() => t.complained.includes("mkdir"), "mkdir was answered");
      t.match(t.complained, /Disk quota exceeded/);
      const { descriptors, document } = sent(agent.output())[before] ?? {
        descriptors: 0,
        document: {},
      };
      t.is(descriptors, 1, "descriptors of the first message");
      const state = document["state"] as Json;
      t.match(String(document["ociVersion"]), /^1\./);
      t.is(document["fds"], ["seccompFd"]);
      t.is(document["pid"], pid);
      t.is(document["metadata"], "a label");
      t.is([state["id"], state["status"]], [t.place.id, "creating"]);
      before += 1;
      // runc 1.1 does not come back from such an exec here.
      if (t.runtime.kind === "tsrun") {
        t.match(t.exec(["mkdir", "/other"]).stderr, /Disk quota exceeded/);
        before += 1;
      }
      t.is(sent(agent.output()).length, before, "a connection for each process");
      t.succeeds(t.delete({ flags: ["--force"] }));
    }
    const dgram = t.beside("dgram");
    beside(t, [tool("agent"), dgram, "dgram"]);
    t.wait(() => t.exists(dgram), "the datagram socket is there");
    t.rejects(profile({ listenerPath: dgram }), /wrong type|connect|listenerPath/i);
    t.rejects(profile({ listenerPath: t.beside("nobody") }), /connect|listenerPath|no such file/i);
  },
});
