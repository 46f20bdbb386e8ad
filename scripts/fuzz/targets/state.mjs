// state.json, as a broken disk or a hostile hand leaves it: what readState takes is whole.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readState } from "../../../dist/js/src/state/document.js";
import { listStates } from "../../../dist/js/src/state/query.js";
import { answer, corpus, Defect, mutateJson } from "./common.mjs";

const ID = "fz";
const directory = mkdtempSync("/dev/shm/tsrun-fuzz-state-");
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
mkdirSync(join(directory, ID));
writeFileSync(join(directory, ID, "journal"), "");

const need = (holds, what) => {
  if (!holds) throw new Defect(`taken for whole: ${what}`);
};
const isText = (value) => typeof value === "string";
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const isList = (value, of) => Array.isArray(value) && value.every(of);

function needHooks(hooks, name) {
  need(Array.isArray(hooks), name);
  for (const hook of hooks) {
    need(isText(hook?.path) && hook.path.startsWith("/"), `${name}: path`);
    need(hook.args === undefined || isList(hook.args, isText), `${name}: args`);
    need(hook.env === undefined || isList(hook.env, isText), `${name}: env`);
    need(hook.timeout === undefined || isCount(hook.timeout), `${name}: timeout`);
  }
}

/** What the verbs count on, said once more, apart from the code that is tested. */
function needWhole(state) {
  need(["creating", "created", "running", "stopped"].includes(state.status), "status");
  for (const name of ["ociVersion", "bundle", "rootfs", "created"]) need(isText(state[name]), name);
  for (const name of ["pid", "init_process_pid", "init_process_start"])
    need(isCount(state[name]), name);
  for (const path of Object.values(state.cgroup_paths))
    need(isText(path) && path.startsWith("/"), "cgroup_paths");
  for (const path of Object.values(state.namespace_paths)) need(isText(path), "namespace_paths");
  for (const value of Object.values(state.annotations ?? {})) need(isText(value), "annotations");
  const own = state.tsrun;
  for (const name of ["creator", "creatorStart"]) need(isCount(own[name]), name);
  for (const name of ["hasProcess", "ownPidNamespace", "noNewKeyring"])
    need(typeof own[name] === "boolean", name);
  need(own.mountsBefore === null || isCount(own.mountsBefore), "mountsBefore");
  for (const words of Object.values(own.behindGate)) need(isText(words), "behindGate");
  needHooks(own.poststart, "poststart");
  needHooks(own.poststop, "poststop");
  need(isList(state.config.labels, isText), "labels");
  need(
    isList(state.config.mounts, (one) => isText(one?.destination)),
    "mounts",
  );
}

export const state = {
  name: "state",
  seeds: () => corpus("state"),
  mutate: mutateJson,
  run(input) {
    writeFileSync(join(directory, ID, "state.json"), input);
    let read;
    const refused = answer(["StateError"], () => {
      read = readState(directory, ID);
    });
    if (read !== undefined) needWhole(read);
    // One broken container never hides the others.
    const { states, broken } = listStates(directory);
    need(states.length + broken.length === 1, "list");
    return refused ?? read.status;
  },
  planted: (input) => input.includes('"creator":0,'),
};
