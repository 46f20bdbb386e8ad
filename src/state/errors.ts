// What can be wrong with a container's state.

/** Kinds that verbs decide by. */
export type StateErrorKind = "invalid-id" | "exists" | "not-found" | "broken" | "wrong-status";

/** A container that is not there, is there already, is broken, or is in the wrong status. */
export class StateError extends Error {
  override readonly name = "StateError";
  readonly kind: StateErrorKind;
  constructor(kind: StateErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
