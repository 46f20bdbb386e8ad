// systemd's manager by D-Bus: units are started, stopped and changed. By libsystemd (sd-bus), loaded at
// first use; nothing is left open between calls of a verb.
import { systemError } from "./errors.ts";
import { decodeText, library, SystemError } from "./library.ts";
import { signatureOf } from "../wire/gvariant.ts";
import type { NativeFunction } from "./library.ts";
import type { UnitProperty, Variant } from "../wire/gvariant.ts";

/** systemd cannot be reached, or refuses; `name` is D-Bus' name of the error, empty without one. */
export class BusError extends Error {
  override readonly name = "BusError";
  readonly dbusName: string;
  constructor(message: string, dbusName = "") {
    super(message);
    this.dbusName = dbusName;
  }
}

const LIBRARY = "libsystemd.so.0";
const MANAGER = [
  "org.freedesktop.systemd1",
  "/org/freedesktop/systemd1",
  "org.freedesktop.systemd1.Manager",
] as const;
const DBUS = ["org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus"] as const;
const JOBS = `type='signal',sender='${MANAGER[0]}',path='${MANAGER[1]}',interface='${MANAGER[2]}',member='JobRemoved'`;
const JOB_WAIT_MS = 30_000;
const USEC = 1000n;
/** sizeof(sd_bus_error): two pointers and a flag. */
const ERROR_SIZE = 24;

const DECLARATIONS = {
  openSystem: "int sd_bus_open_system(void *bus)",
  openUser: "int sd_bus_open_user(void *bus)",
  close: "void *sd_bus_flush_close_unref(void *bus)",
  newCall:
    "int sd_bus_message_new_method_call(void *bus, void *message, const char *to, const char *path, const char *interface, const char *member)",
  unref: "void *sd_bus_message_unref(void *message)",
  appendText: "int sd_bus_message_append_basic(void *message, char type, const char *value)",
  appendBytes: "int sd_bus_message_append_basic(void *message, char type, const void *value)",
  open: "int sd_bus_message_open_container(void *message, char type, const char *contents)",
  shut: "int sd_bus_message_close_container(void *message)",
  call: "int sd_bus_call(void *bus, void *message, uint64_t usec, void *error, void *reply)",
  freeError: "void sd_bus_error_free(void *error)",
  read: "int sd_bus_message_read_basic(void *message, char type, void *value)",
  enter: "int sd_bus_message_enter_container(void *message, char type, const char *contents)",
  isSignal:
    "int sd_bus_message_is_signal(void *message, const char *interface, const char *member)",
  process: "int sd_bus_process(void *bus, void *message)",
  wait: "int sd_bus_wait(void *bus, uint64_t usec)",
} as const;

type Api = { readonly [Name in keyof typeof DECLARATIONS]: NativeFunction };

let loaded: Api | undefined;

function api(): Api {
  if (loaded !== undefined) return loaded;
  let lib: ReturnType<typeof library>;
  try {
    lib = library(LIBRARY);
  } catch {
    throw new BusError(`${LIBRARY} cannot be loaded; install libsystemd0`);
  }
  const entries = Object.entries(DECLARATIONS).map(([name, text]) => [name, lib.func(text)]);
  loaded = Object.fromEntries(entries) as Api;
  return loaded;
}

function code(type: string): number {
  return type.charCodeAt(0);
}

/** @throws SystemError for a negative result, which sd-bus means as -errno */
function ok(result: unknown, call: string): number {
  const value = Number(result);
  if (value < 0) throw systemError(call, -value, "");
  return value;
}

/** A pointer that a function of sd-bus writes. */
class Out {
  readonly cell = Buffer.alloc(8);
  get value(): bigint {
    return this.cell.readBigUInt64LE();
  }
}

const SIZES = { b: 4, y: 1, n: 2, q: 2, i: 4, u: 4, x: 8, t: 8, d: 8 } as const;

/** A number as sd-bus takes it: by pointer, in its own size. */
function numberBytes(variant: Variant): Buffer {
  const bytes = Buffer.alloc(8);
  switch (variant.type) {
    case "b":
      bytes.writeInt32LE(variant.value ? 1 : 0);
      break;
    case "d":
      bytes.writeDoubleLE(variant.value);
      break;
    case "y":
    case "n":
    case "q":
    case "i":
    case "u":
    case "x":
    case "t":
      bytes.writeBigUInt64LE(BigInt.asUintN(64, variant.value));
      break;
    case "s":
    case "o":
    case "g":
    case "array":
    case "tuple":
    case "v":
      throw new TypeError(`${variant.type} is no number`);
    default: {
      const never: never = variant;
      throw new TypeError(String(never));
    }
  }
  return bytes.subarray(0, SIZES[variant.type]);
}

function appendText(message: bigint, type: string, value: string): void {
  if (value.includes("\0")) throw new BusError("a NUL in a string for systemd");
  ok(api().appendText(message, code(type), value), "sd_bus_message_append_basic");
}

function inside(message: bigint, type: string, contents: string, body: () => void): void {
  ok(api().open(message, code(type), contents), "sd_bus_message_open_container");
  body();
  ok(api().shut(message), "sd_bus_message_close_container");
}

function append(message: bigint, variant: Variant): void {
  switch (variant.type) {
    case "s":
    case "o":
    case "g":
      appendText(message, variant.type, variant.value);
      return;
    case "array":
      inside(message, "a", variant.of, () => {
        for (const item of variant.items) append(message, item);
      });
      return;
    case "tuple":
      inside(message, "r", signatureOf(variant).slice(1, -1), () => {
        for (const item of variant.items) append(message, item);
      });
      return;
    case "v":
      inside(message, "v", signatureOf(variant.value), () => append(message, variant.value));
      return;
    case "b":
    case "d":
    case "y":
    case "n":
    case "q":
    case "i":
    case "u":
    case "x":
    case "t":
      ok(
        api().appendBytes(message, code(variant.type), numberBytes(variant)),
        "sd_bus_message_append_basic",
      );
      return;
    default: {
      const never: never = variant;
      throw new TypeError(String(never));
    }
  }
}

function appendProperties(message: bigint, properties: readonly UnitProperty[]): void {
  inside(message, "a", "(sv)", () => {
    for (const { name, value } of properties) {
      inside(message, "r", "sv", () => {
        appendText(message, "s", name);
        append(message, { type: "v", value });
      });
    }
  });
}

function readText(message: bigint, type: string): string {
  const out = new Out();
  ok(api().read(message, code(type), out.cell), "sd_bus_message_read_basic");
  return decodeText(out.value);
}

/** A connection to systemd's manager: of the system, or of the calling user. */
export class SystemdBus {
  readonly #bus: bigint;

  /** @throws BusError when there is no bus or nobody answers on it */
  constructor(user: boolean) {
    const out = new Out();
    const result = Number(user ? api().openUser(out.cell) : api().openSystem(out.cell));
    if (result < 0) {
      const reason = systemError("connect", -result, "").message;
      const which = user
        ? "the user's D-Bus (DBUS_SESSION_BUS_ADDRESS or XDG_RUNTIME_DIR/bus)"
        : "the system D-Bus";
      throw new BusError(`cannot reach systemd by ${which}: ${reason}`);
    }
    this.#bus = out.value;
  }

  close(): void {
    api().close(this.#bus);
  }

  /** Calls a method of the manager; the reply is read before it is let go. */
  #call<T>(
    member: string,
    fill: (message: bigint) => void,
    read: (reply: bigint) => T,
    to: readonly [string, string, string] = MANAGER,
  ): T {
    const request = new Out();
    ok(
      api().newCall(this.#bus, request.cell, to[0], to[1], to[2], member),
      "sd_bus_message_new_method_call",
    );
    const error = Buffer.alloc(ERROR_SIZE);
    const reply = new Out();
    try {
      fill(request.value);
      const result = Number(
        api().call(this.#bus, request.value, BigInt(JOB_WAIT_MS) * USEC, error, reply.cell),
      );
      if (result < 0) throw failure(member, -result, error);
      return read(reply.value);
    } finally {
      api().freeError(error);
      api().unref(request.value);
      if (reply.value !== 0n) api().unref(reply.value);
    }
  }

  /** A call that answers with a job, which is waited for. Returns its result, `done` when all is well. */
  #job(member: string, fill: (message: bigint) => void): string {
    // Before the job is there, so that its end is not missed.
    this.#call(
      "AddMatch",
      (message) => appendText(message, "s", JOBS),
      () => undefined,
      DBUS,
    );
    const path = this.#call(member, fill, (reply) => readText(reply, "o"));
    const end = performance.now() + JOB_WAIT_MS;
    for (;;) {
      const left = end - performance.now();
      if (left <= 0)
        throw new BusError(
          `${member}: systemd did not finish its job within ${JOB_WAIT_MS / 1000} s`,
        );
      const result = this.#next(path);
      if (typeof result === "string") return result;
      if (!result) ok(api().wait(this.#bus, BigInt(Math.ceil(left)) * USEC), "sd_bus_wait");
    }
  }

  /** Takes one message: the job's result, or whether there was one at all. */
  #next(path: string): string | boolean {
    const out = new Out();
    const more = ok(api().process(this.#bus, out.cell), "sd_bus_process") > 0;
    if (out.value === 0n) return more;
    try {
      if (Number(api().isSignal(out.value, MANAGER[2], "JobRemoved")) <= 0) return true;
      const id = Buffer.alloc(4);
      ok(api().read(out.value, code("u"), id), "sd_bus_message_read_basic");
      if (readText(out.value, "o") !== path) return true;
      readText(out.value, "s");
      return readText(out.value, "s");
    } finally {
      api().unref(out.value);
    }
  }

  /**
   * Starts a transient unit and waits until systemd has.
   * @throws BusError, with UnitExists when there is one of the name
   */
  startTransient(unit: string, properties: readonly UnitProperty[]): void {
    const result = this.#job("StartTransientUnit", (message) => {
      appendText(message, "s", unit);
      appendText(message, "s", "replace");
      appendProperties(message, properties);
      inside(message, "a", "(sa(sv))", () => undefined);
    });
    if (result !== "done")
      throw new BusError(`systemd could not start ${unit}: its job ended as ${result}`);
  }

  /** Changes properties of a unit until it ends. @throws BusError */
  setProperties(unit: string, properties: readonly UnitProperty[]): void {
    this.#call(
      "SetUnitProperties",
      (message) => {
        appendText(message, "s", unit);
        append(message, { type: "b", value: true });
        appendProperties(message, properties);
      },
      () => undefined,
    );
  }

  /** Stops a unit and waits; one that is gone is fine. @throws BusError */
  stop(unit: string): void {
    unlessGone(() =>
      this.#job("StopUnit", (message) => {
        appendText(message, "s", unit);
        appendText(message, "s", "replace");
      }),
    );
  }

  /** Lets systemd forget a unit that failed; one that is gone is fine. @throws BusError */
  resetFailed(unit: string): void {
    unlessGone(() =>
      this.#call(
        "ResetFailedUnit",
        (message) => appendText(message, "s", unit),
        () => undefined,
      ),
    );
  }

  /** A property of the manager that is a string. @throws BusError */
  managerText(name: string): string {
    return this.#call(
      "Get",
      (message) => {
        appendText(message, "s", MANAGER[2]);
        appendText(message, "s", name);
      },
      (reply) => {
        ok(api().enter(reply, code("v"), "s"), "sd_bus_message_enter_container");
        return readText(reply, "s");
      },
      [MANAGER[0], MANAGER[1], "org.freedesktop.DBus.Properties"],
    );
  }
}

function failure(member: string, errno: number, error: Buffer): BusError {
  const [name, message] = [error.readBigUInt64LE(0), error.readBigUInt64LE(8)];
  const words =
    message === 0n ? systemError(member, errno, "").message : `${member}: ${decodeText(message)}`;
  return new BusError(`systemd: ${words}`, name === 0n ? "" : decodeText(name));
}

function unlessGone(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof BusError && error.dbusName === "org.freedesktop.systemd1.NoSuchUnit"))
      throw error;
  }
}

/** Whether a start failed because there is a unit of the name. */
export function isUnitExists(error: unknown): boolean {
  return error instanceof BusError && error.dbusName === "org.freedesktop.systemd1.UnitExists";
}

/** Connects, uses, closes. @throws BusError, also for failures of libsystemd itself */
export function withSystemd<T>(user: boolean, use: (bus: SystemdBus) => T): T {
  const bus = new SystemdBus(user);
  try {
    return use(bus);
  } catch (error) {
    throw error instanceof SystemError ? new BusError(`systemd: ${error.message}`) : error;
  } finally {
    bus.close();
  }
}
