// Generated from spec/state.schema.json by scripts/generate.mjs.
/**
 * creating: create is under way. created: it waits for start. running: the program runs. paused: it runs, frozen. stopped: it has ended.
 */
export type Status = "creating" | "created" | "running" | "paused" | "stopped";

/**
 * State of a container, runtime-spec 1.3.0, as the state command prints it and hooks read it. Further properties are allowed.
 */
export interface State {
  /**
   * Version of the runtime specification that this document follows, as Semantic Versioning 2.0.0 writes it.
   */
  readonly ociVersion: string;
  /**
   * The container's id, unique below one state root.
   */
  readonly id: string;
  /**
   * Where the container is in its life.
   */
  readonly status: Status;
  /**
   * Of the container's process, in the reader's pid namespace. 0 or absent when there is none.
   */
  readonly pid?: number;
  /**
   * Absolute path of the bundle directory.
   */
  readonly bundle: string;
  /**
   * Those of the configuration. Default: none.
   */
  readonly annotations?: Readonly<Record<string, string>>;
}
