// restore: what create does by itself is done as create does it; namespaces, mounts and processes come
// from CRIU's image.
import { loadConfig } from "../config/load.ts";
import { describeFinding } from "../config/finding.ts";
import { programOf } from "../config/program.ts";
import { parseSelfCgroup } from "../host/cgroups.ts";
import { gatherFacts } from "../host/facts.ts";
import { insideRoot } from "../host/in-root.ts";
import { closeFd, O_RDONLY, openFile } from "../native/files.ts";
import { readText } from "../native/paths.ts";
import { becomeSubreaper } from "../native/processes.ts";
import { holdSignals, releaseSignals } from "../native/terminal.ts";
import { planRestore, planRestoreRequest, RESTORE_LOG } from "../plan/restore.ts";
import { checkId, containerDirectory, isMissing } from "../state/directory.ts";
import { attend } from "./attend.ts";
import { checkConsole, OWN_CONSOLE, ownConsole } from "./console.ts";
import { Creation } from "./creation.ts";
import { criuVersion } from "./criu.ts";
import { DESCRIPTORS, logPath, makeWorkDirectory, openDirectories } from "./criu-directories.ts";
import { withLog } from "./criu-log.ts";
import { explained } from "./explain.ts";
import { Failure } from "./failure.ts";
import { inherited } from "./inherited.ts";
import { perform } from "./perform.ts";
import { remove } from "./remove.ts";
import { factsFor, requestOf } from "./request.ts";
import { Restoration } from "./restoration.ts";
import { Walk } from "./walk.ts";
import type { Config } from "../config/config.gen.ts";
import type { Loaded } from "../config/load.ts";
import type { CriuRequest } from "../wire/criu.ts";
import type { CriuDirectories } from "../plan/criu.ts";
import type { RestorePlan } from "../plan/restore.ts";
import type { ConsoleSource } from "./creation.ts";
import type { RestoreOptions } from "./options.ts";
import type { Init } from "./stage.ts";

/** What stdio of the saved container was. @throws Failure */
function readDescriptors(imagePath: string): readonly string[] {
  const path = `${imagePath}/${DESCRIPTORS}`;
  try {
    const list: unknown = JSON.parse(readText(path));
    if (list === null) return [];
    if (Array.isArray(list) && list.every((one) => typeof one === "string")) return list;
  } catch (error) {
    if (isMissing(error)) {
      throw new Failure(`${path}: no such file or directory: no image of a checkpoint`);
    }
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Failure(`${path} is no list of descriptors`);
}

/** Makes what the root lacks of mount points, in a process whose mounts end with it. */
function makeMountPoints(plan: RestorePlan, creation: Creation, options: RestoreOptions): void {
  const walk = new Walk(plan.mountPoints, {
    inherited: inherited(),
    preserve: [],
    warn: options.warn,
    perform: (op, self) => perform(op, self, creation),
    born: (init) => creation.born(init),
    causeOfDeath: () => null,
  });
  try {
    walk.run("prepared");
  } finally {
    walk.kill();
    walk.close();
  }
}

/** Opens the namespaces that CRIU enters instead of making them. @throws SystemError */
function openNamespaces(plan: RestorePlan, into: Map<string, number>): RestoreNamespaces {
  const found = new Map<RestorePlan["joined"][number]["kind"], number>();
  for (const { kind, path } of plan.joined) {
    const fd = openFile(path, O_RDONLY);
    into.set(`namespace ${kind}`, fd);
    found.set(kind, fd);
  }
  return found;
}

type RestoreNamespaces = Parameters<typeof planRestoreRequest>[3]["namespaces"];

function requestFor(
  config: Config,
  plan: RestorePlan,
  options: RestoreOptions,
  found: {
    readonly version: number;
    readonly directories: CriuDirectories;
    readonly descriptors: readonly string[];
    readonly namespaces: RestoreNamespaces;
    readonly criu: number;
  },
): CriuRequest {
  const { criu, ...facts } = found;
  return planRestoreRequest(config, plan, options, {
    ...facts,
    root: plan.ownMounts ? containerDirectory(options.root, options.id) : plan.rootfs,
    external: plan.external.map(({ target, source }) => ({
      target: insideRoot(plan.rootfs, target).path,
      source,
    })),
    cgroups: parseSelfCgroup(readText(`/proc/${criu}/cgroup`)),
  });
}

function make(
  loaded: Loaded,
  version: number,
  options: RestoreOptions,
  console: ConsoleSource,
): Init {
  const { config } = loaded;
  for (const finding of loaded.findings) options.warn(describeFinding(finding, "config.json"));
  checkConsole(programOf(config)?.terminal === true, options.consoleSocket);
  const descriptors = readDescriptors(options.imagePath);
  const facts = factsFor(options);
  const plan = planRestore(config, facts, requestOf(options, facts));
  for (const warning of plan.warnings) options.warn(warning.message);
  makeWorkDirectory(options.workPath);
  const creation = new Creation(loaded, plan, options, console);
  const restoration = new Restoration(plan, creation, options.consoleSocket);
  try {
    restoration.perform(plan.prepare);
    if (plan.ownMounts) makeMountPoints(plan, creation, options);
    const namespaces = openNamespaces(plan, restoration.held);
    const criu = restoration.start({
      stdio: true,
      keep: [...namespaces.values()],
      apart: plan.ownMounts
        ? { root: plan.rootfs, at: containerDirectory(options.root, options.id) }
        : null,
    });
    restoration.perform(plan.enter);
    const directories = openDirectories(options, criu);
    restoration.held.set("images", directories.images);
    restoration.held.set("work", directories.work ?? -1);
    const found = { version, directories, descriptors, namespaces, criu };
    restoration.restore(requestFor(config, plan, options, found));
  } catch (error) {
    creation.undo(restoration, error);
    throw withLog(error, "restore by CRIU", logPath(options, RESTORE_LOG));
  }
  const init = restoration.init();
  restoration.close();
  creation.finish();
  return init;
}

function restoreContainer(options: RestoreOptions, console: ConsoleSource): Init {
  checkId(options.id);
  const version = criuVersion();
  const loaded = loadConfig(options.bundle, options.configFile);
  try {
    return make(loaded, version, options, console);
  } catch (error) {
    const source = { name: "config.json", base: "", bytes: loaded.bytes } as const;
    throw explained(error, { source, config: loaded.config, facts: gatherFacts });
  }
}

/**
 * `restore`. Returns 0 when detached; in the foreground the attendant takes over, as in run.
 * @throws Failure, StateError
 */
export function restore(options: RestoreOptions): number {
  const foreground = !options.detach;
  if (foreground && options.consoleSocket !== null) {
    throw new Failure("cannot use console socket if runc will not detach or allocate tty");
  }
  if (foreground && !options.noSubreaper) becomeSubreaper();
  const console = ownConsole();
  const init = restoreContainer(
    foreground ? { ...options, consoleSocket: OWN_CONSOLE } : options,
    console.connect,
  );
  if (!foreground) {
    closeFd(init.pidfd);
    return 0;
  }
  try {
    holdSignals();
    options.started();
    return attend(init.pid, { terminal: console.take(), finish: options });
  } catch (error) {
    remove(options.root, options.id, true, options.warn);
    releaseSignals();
    throw error;
  }
}
