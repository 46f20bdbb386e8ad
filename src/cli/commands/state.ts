// `state`: what the container is, asked of the live host.
import { stateOf } from "../../state/query.ts";
import type { ContainerState } from "../../state/query.ts";
import type { Invocation } from "../types.ts";

/** The document with its keys in the usual order, without empty annotations. */
export function stateDocument(state: ContainerState): object {
  const annotations = state.annotations ?? {};
  return {
    ociVersion: state.ociVersion,
    id: state.id,
    pid: state.pid,
    status: state.status,
    bundle: state.bundle,
    rootfs: state.rootfs,
    created: state.created,
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    owner: state.owner,
  };
}

/** Two spaces of indent and no newline at the end, as callers compare it. */
export function run({ globals, args, out }: Invocation): number {
  out(JSON.stringify(stateDocument(stateOf(globals.root, args[0] ?? "")), null, 2));
  return 0;
}
