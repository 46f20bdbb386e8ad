// The listener of a seccomp filter goes to its agent: one connection, the container process state and
// the descriptor in its first message (config-linux.md, The Container Process State).
import { utf8 } from "../native/text.ts";
import { printJson } from "../json/print.ts";
import { closeFd, writeAll } from "../native/files.ts";
import { connectUnix, send } from "../native/sockets.ts";
import type { OpNamed } from "../wire/ops.ts";
import type { HookState } from "./hooks.ts";
import type { Stage } from "./stage.ts";

// What one message of ours holds; a longer document goes on in plain writes.
const FIRST_BYTES = 4096;

/** The document that the agent reads. */
export function processState(pid: number, metadata: string | null, state: HookState): string {
  return printJson({
    ociVersion: state.ociVersion,
    fds: ["seccompFd"],
    pid,
    ...(metadata === null ? {} : { metadata }),
    state: { ...state },
  });
}

/** Sends it. @throws SystemError, Failure */
export function sendListener(
  op: OpNamed<"seccomp-listener">,
  stage: Stage,
  state: HookState,
): void {
  const listener = stage.listener();
  const document = utf8(processState(stage.init().pid, op.metadata, state));
  const socket = connectUnix(op.path);
  try {
    const first = document.subarray(0, FIRST_BYTES);
    send(socket, first, listener, op.path);
    writeAll(socket, document.subarray(first.length), op.path);
  } finally {
    closeFd(socket);
  }
}
