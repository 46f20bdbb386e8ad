// hooks: those of create, and startContainer. The engine runs the ones that belong to the runtime's
// namespaces; init runs its own and puts its process id into the state document they read.
import type { Hook, Hooks } from "../config/config.gen.ts";
import { hookCall } from "./hook-call.ts";
import { below } from "../json/pointer.ts";
import type { Scope } from "./scope.ts";
import { asked } from "./steps.ts";
import type { Step } from "./types.ts";

/** Version of the specification that state documents follow. */
export const STATE_VERSION = "1.3.0";

/** A state document around its pid: the text before the number, and the text after. */
export interface StateText {
  readonly head: string;
  readonly tail: string;
}

/** The state document that a hook reads (runtime.md, State). */
export function stateText(scope: Scope, status: "creating" | "created"): StateText {
  const { config, request } = scope;
  const annotations = config.annotations ?? {};
  const labels =
    Object.keys(annotations).length === 0 ? "" : `,"annotations":${JSON.stringify(annotations)}`;
  return {
    head: `{"ociVersion":"${STATE_VERSION}","id":${JSON.stringify(request.id)},"status":"${status}","pid":`,
    tail: `,"bundle":${JSON.stringify(request.bundle)}${labels}}`,
  };
}

/** Hooks in the runtime's namespaces, while the container is being made. */
export function hostHooks(scope: Scope, kind: "prestart" | "createRuntime"): readonly Step[] {
  return list(scope, kind).map((hook, index) =>
    asked("hooks", place(kind, index), {
      op: "host-hook",
      ...hookCall(kind, index, hook),
      status: "creating",
    }),
  );
}

/**
 * Hooks in the container's namespaces: createContainer before the root is entered (the program is
 * the host's), startContainer after (it is the container's).
 */
export function containerHooks(
  scope: Scope,
  kind: "createContainer" | "startContainer",
): readonly Step[] {
  const text = stateText(scope, kind === "createContainer" ? "creating" : "created");
  return list(scope, kind).map((hook, index) =>
    asked(kind === "createContainer" ? "hooks" : "start", place(kind, index), {
      op: "hook",
      ...hookCall(kind, index, hook),
      ...text,
    }),
  );
}

function list(scope: Scope, kind: keyof Hooks): readonly Hook[] {
  return scope.config.hooks?.[kind] ?? [];
}

function place(kind: keyof Hooks, index: number): string {
  return below(`/hooks/${kind}`, index);
}
