// create: configuration and facts become a plan, the plan is walked, and what fails is undone.
import { describeFinding } from "../config/finding.ts";
import { loadConfig } from "../config/load.ts";
import { programOf } from "../config/program.ts";
import { gatherFacts } from "../host/facts.ts";
import { connectUnix } from "../native/sockets.ts";
import { planCreate } from "../plan/create.ts";
import { checkId } from "../state/directory.ts";
import { checkConsole, OWN_CONSOLE, withCallersWindow } from "./console.ts";
import { Creation } from "./creation.ts";
import { explained } from "./explain.ts";
import { inherited } from "./inherited.ts";
import { passedDescriptors } from "./listen.ts";
import { managersSocket } from "./notify.ts";
import { perform } from "./perform.ts";
import { factsFor, requestOf } from "./request.ts";
import { Walk } from "./walk.ts";
import type { Config } from "../config/config.gen.ts";
import type { Loaded } from "../config/load.ts";
import type { SavedState } from "../state/document.ts";
import type { ConsoleSource } from "./creation.ts";
import type { CreateOptions } from "./options.ts";
import type { Init } from "./stage.ts";

/** A container that waits at its gate. */
export interface Created {
  readonly init: Init;
  readonly state: SavedState;
}

/**
 * Creates a container up to its gate.
 * @throws Failure, StateError, ConfigError
 */
export function createContainer(options: CreateOptions, console: ConsoleSource): Created {
  checkId(options.id);
  const loaded = loadConfig(options.bundle, options.configFile);
  try {
    return makeContainer(loaded, options, console);
  } catch (error) {
    const source = { name: "config.json", base: "", bytes: loaded.bytes } as const;
    throw explained(error, { source, config: loaded.config, facts: gatherFacts });
  }
}

function makeContainer(loaded: Loaded, options: CreateOptions, console: ConsoleSource): Created {
  for (const finding of loaded.findings) options.warn(describeFinding(finding, "config.json"));
  const from = inherited();
  const passed = passedDescriptors(process.env, process.pid, options.preserveFds, from);
  // In the foreground nobody else tells the terminal its size before the program looks.
  const here = options.consoleSocket === OWN_CONSOLE;
  const config = here ? withWindow(loaded.config) : loaded.config;
  checkConsole(programOf(config)?.terminal === true, options.consoleSocket);
  const facts = factsFor(options);
  const plan = planCreate(config, facts, {
    ...requestOf(options, facts),
    preserveFds: passed.count,
    extraEnv: passed.env,
    notify: managersSocket() !== null,
  });
  const { warn } = options;
  for (const warning of plan.warnings) warn(warning.message);
  const creation = new Creation(loaded, plan, options, console);
  const walk = new Walk(plan, {
    inherited: from,
    preserve: passed.fds,
    warn,
    perform: (op, self) => perform(op, self, creation),
    born: (init) => creation.born(init),
    meanwhile: () => creation.prepareCreated(walk),
    causeOfDeath: () => creation.causeOfDeath(),
  });
  try {
    walk.run();
  } catch (error) {
    creation.undo(walk, error);
    throw error;
  }
  const init = walk.init();
  walk.close();
  creation.finish();
  return { init, state: creation.state() };
}

function withWindow(config: Config): Config {
  return config.process === undefined
    ? config
    : { ...config, process: withCallersWindow(config.process) };
}

/** `create`. */
export function create(options: CreateOptions): void {
  createContainer(options, connectUnix);
}
