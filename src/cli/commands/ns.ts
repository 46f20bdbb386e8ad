// `ns`: the container's namespaces beside the host's.
import { Failure } from "../../launch/failure.ts";
import { namespacesOf } from "../../launch/namespaces.ts";
import type { NamespaceView } from "../../launch/namespaces.ts";
import type { Invocation } from "../types.ts";

/** In words whose namespace it is. */
function whose({ shared, with: others }: NamespaceView): string {
  const also = others.length === 0 ? "" : `with ${others.join(", ")}`;
  if (shared) return also === "" ? "the host's" : `the host's, ${also}`;
  return also === "" ? "its own" : `shared ${also}`;
}

/** Rows under their headings. */
export function namespaceTable(views: readonly NamespaceView[]): string {
  const row = (type: string, container: string, host: string, is: string): string =>
    `${type.padEnd(10)} ${container.padEnd(11)} ${host.padEnd(11)} ${is}\n`;
  return [
    row("NAMESPACE", "CONTAINER", "HOST", "IS"),
    ...views.map((view) => row(view.type, view.container, view.host, whose(view))),
  ].join("");
}

/** Prints the namespaces. @throws Failure, StateError */
export function run({ globals, values, args, out }: Invocation): number {
  const format = values.text("format") ?? "table";
  if (format !== "table" && format !== "json") throw new Failure("invalid format option");
  const views = namespacesOf(globals.root, args[0] ?? "");
  out(format === "json" ? `${JSON.stringify(views)}\n` : namespaceTable(views));
  return 0;
}
