// Entry of the engine. argv[0] may be any name: only what follows it decides.
import { globalsHost, logHost } from "./host.ts";
import { Log } from "./log.ts";
import { perform } from "./program.ts";
import { err, leave, out, terminal } from "./streams.ts";

function programName(): string {
  // On Node argv[0] is the interpreter.
  return process.versions["bun"] === undefined ? "tsrun" : process.argv0;
}

async function main(): Promise<number> {
  return perform(process.argv.slice(2), {
    globals: globalsHost(),
    log: new Log(logHost()),
    terminal: () => terminal(1),
    out,
    err,
    name: programName(),
  });
}

main().then(leave, (error: unknown) => {
  // Only the error report itself can end here (a log file on a full disk).
  err(`tsrun: ${error instanceof Error ? error.message : String(error)}\n`);
  leave(1);
});
