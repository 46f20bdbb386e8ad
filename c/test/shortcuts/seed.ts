// Writes a card as create does, for the fuzzers to begin with.
import { writeFileSync } from "node:fs";
import { encodeCard } from "../../../src/state/card.ts";

const bytes = encodeCard({
  rights: { start: true, delete: true, initAlone: true },
  statusAt: 41,
  pid: 4711,
  start: 123456789,
  id: "box",
  texts: { created: "{created}", running: "{running}", stopped: "{stopped}" },
  watches: [{ path: "/sys/fs/cgroup/freezer/tsrun/box/freezer.state", usual: "THAWED\n" }],
  cgroups: ["/sys/fs/cgroup/memory/tsrun/box", "/sys/fs/cgroup/pids/tsrun/box"],
});
if (bytes === null) throw new Error("no card");
writeFileSync(process.argv[2] ?? "card", bytes);
