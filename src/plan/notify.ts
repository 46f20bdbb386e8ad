// NOTIFY_SOCKET: a directory for the container's own socket, bound where its programs look for it.
import { programOf } from "../config/program.ts";
import { hostBind, PRIVATE_BIND } from "./mount-entry.ts";
import { ATTR } from "./kernel.ts";
import { joinPaths } from "./paths.ts";
import type { Scope } from "./scope.ts";
import { always } from "./steps.ts";
import type { Step } from "./types.ts";

const PLACE = "/run/notify";
const WHY = "NOTIFY_SOCKET";

/** Steps and variables of a container whose readiness is passed on. */
export interface NotifySteps {
  /** By the engine, once the state directory is there. */
  readonly host: readonly Step[];
  readonly init: readonly Step[];
  readonly env: readonly string[];
}

const NOTHING: NotifySteps = { host: [], init: [], env: [] };

/** Its directory in the state directory, the bind of it, and the container's NOTIFY_SOCKET. */
export function notifySteps(scope: Scope): NotifySteps {
  const { request } = scope;
  // Without a program there is nobody who could be ready.
  if (request.notify !== true || programOf(scope.config) === null) return NOTHING;
  const source = joinPaths(joinPaths(request.root, request.id), "notify");
  const bind = hostBind(scope, "", "notify", {
    source,
    target: PLACE,
    recursive: 0,
    // Only start puts something there.
    set: ATTR.readOnly | ATTR.noSuid | ATTR.noDev | ATTR.noExec,
    clear: 0n,
    rset: 0n,
    rclear: 0n,
    propagation: PRIVATE_BIND,
  });
  const named = (steps: readonly Step[]): readonly Step[] =>
    steps.map(({ op, phase }) => always(phase, WHY, op));
  return {
    host: [
      always("prepare", WHY, { op: "notify-directory", path: source }),
      ...named(bind.host ?? []),
    ],
    init: named(bind.init),
    env: [`NOTIFY_SOCKET=${PLACE}/notify.sock`],
  };
}
