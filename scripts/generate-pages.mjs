// Manual pages and completions from the command table, into dist/share.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bashCompletion, zshCompletion } from "../dist/js/src/cli/completion.js";
import { commandPage, manualCommands, programPage } from "../dist/js/src/cli/man-page.js";

const share = process.argv[2] ?? "dist/share";

function write(path, text) {
  const file = join(share, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
}

rmSync(join(share, "man"), { recursive: true, force: true });
write("man/man1/tsrun.1", programPage());
for (const command of manualCommands())
  write(`man/man1/tsrun-${command.name}.1`, commandPage(command));
write("bash-completion/completions/tsrun", bashCompletion());
write("zsh/site-functions/_tsrun", zshCompletion());
