// The journal of a create that died: what is read of it may be killed and removed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readJournal } from "../../../dist/js/src/state/journal.js";
import { corpus, Defect, mutateText } from "./common.mjs";

const ID = "fz";
const directory = mkdtempSync("/dev/shm/tsrun-fuzz-journal-");
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
mkdirSync(join(directory, ID));

const WORDS = [
  "\n",
  '{"kind":"init","pid":1,"start":1}\n',
  '{"kind":"service","pid":1,"start":1}\n',
  '{"kind":"cgroup","path":"/sys/fs/cgroup/../x"}\n',
  '{"kind":"cgroup","path":"/sys/fs/cgroup/a/b/c","from":"/sys/fs/cgroup/a"}\n',
  ',"from":"/"',
  '"kind"',
  "-1",
  "null",
];

export const journal = {
  name: "journal",
  seeds: () => corpus("journal"),
  mutate: mutateText(WORDS),
  run(input) {
    writeFileSync(join(directory, ID, "journal"), input);
    for (const entry of readJournal(directory, ID)) {
      const named = entry.kind === "cgroup";
      if (named && (!entry.path.startsWith("/") || entry.path.split("/").includes(".."))) {
        throw new Defect(`would remove ${JSON.stringify(entry.path)}`);
      }
      if (named && entry.from !== undefined && !entry.path.startsWith(`${entry.from}/`)) {
        throw new Defect(`would remove ${JSON.stringify(entry.from)}`);
      }
      if (!named && !(Number.isSafeInteger(entry.pid) && entry.pid > 0)) {
        throw new Defect(`would signal ${entry.pid}`);
      }
    }
    return null;
  },
  planted: (input) => input.includes('"kind":"init"') && !input.includes('"start"'),
};
