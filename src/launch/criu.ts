// One conversation with CRIU: `criu swrk FD`, a request, notifications that are answered, an outcome.
import { ECONNRESET, EPIPE } from "../native/errno.ts";
import { closeFd } from "../native/files.ts";
import { SystemError } from "../native/library.ts";
import { may, X_OK } from "../native/paths.ts";
import { exitCode, pidfdSignal, waitFor } from "../native/processes.ts";
import { startService } from "../native/service.ts";
import { receive, send, socketPair } from "../native/sockets.ts";
import { spoken } from "../plan/checkpoint.ts";
import { SINCE } from "../plan/criu.ts";
import { decodeResponse, encodeRequest, REQUEST, requestName } from "../wire/criu.ts";
import type { CriuFeatures, CriuRequest, CriuResponse } from "../wire/criu.ts";
import { ProtobufError } from "../wire/protobuf.ts";
import { cgroupOptions, restoreCgroupOptions } from "./cgroup-options.ts";
import { Failure } from "./failure.ts";
import { inherited } from "./inherited.ts";
import type { Child } from "../native/processes.ts";

const SIGKILL = 9;
/** Most bytes of an answer. */
const ROOM = 64 * 1024;
// Where an administrator's programs are, for callers that give no PATH (engines' monitors) or a short one.
const USUAL = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Something that CRIU tells while it works. */
export interface Notification {
  /** `setup-namespaces`, `post-restore` and the like. */
  readonly script: string;
  /** Host pid of the restored init, 0 where there is none. */
  readonly pid: number;
  /** A descriptor that came with it, or -1; whoever is told closes it. */
  readonly fd: number;
}

/** An answer that says no. */
export class CriuRefusal extends Failure {
  /** errno as CRIU gives it: 0 and other numbers that are none happen. */
  readonly errno: number;
  constructor(message: string, errno: number) {
    super(message);
    this.errno = errno;
  }
}

/** How CRIU is started. */
export interface CriuStart {
  /** Its 0-2 are ours: they become the container's. */
  readonly stdio: boolean;
  /** Other descriptors that it inherits, under their own numbers. */
  readonly keep: readonly number[];
  /** A mount namespace of its own, with `root` as a mount at `at`. */
  readonly apart: { readonly root: string; readonly at: string } | null;
}

/** How the kernel says that nobody holds the other end of the socket. */
const GONE: readonly number[] = [EPIPE, ECONNRESET];
const ALONE: CriuStart = { stdio: false, keep: [], apart: null };

function searched(path: string): readonly string[] {
  const given = path.split(":").filter((directory) => directory.startsWith("/"));
  return [...new Set([...given, ...USUAL])];
}

function findCriu(path: string): string {
  for (const directory of searched(path)) {
    const file = `${directory}/criu`;
    if (may(file, X_OK)) return file;
  }
  throw new Failure(
    'CRIU version check failed: exec: "criu": executable file not found in $PATH; hint: checkpoint and restore are done by CRIU: install it (package criu, https://criu.org)',
  );
}

/** A running `criu swrk`. */
export class Criu {
  readonly child: Child;
  #socket: number;
  #waited = false;
  readonly #cgroup = cgroupOptions();

  /** @throws Failure when there is no CRIU */
  constructor({ stdio, keep, apart }: CriuStart = ALONE) {
    const path = process.env["PATH"] ?? "";
    const program = findCriu(path);
    const [ours, theirs] = socketPair("packets");
    const { PATH: _, ...rest } = process.env;
    // It starts tar and iptables by their names.
    const env = { ...rest, PATH: searched(path).join(":") };
    try {
      this.child = startService({
        path: program,
        args: ["criu", "swrk", `${theirs}`],
        env: Object.entries(env).flatMap(([name, value]) =>
          value === undefined || name.startsWith("TSRUN_") ? [] : [`${name}=${value}`],
        ),
        keep: [theirs, ...keep],
        quiet: !stdio,
        apart,
        nofile: inherited().nofile,
      });
    } catch (error) {
      closeFd(ours);
      throw error;
    } finally {
      closeFd(theirs);
    }
    this.#socket = ours;
  }

  /**
   * Asks for one thing and waits until it is done. What `told` throws makes CRIU undo its work before
   * it is thrown on.
   * @throws CriuRefusal, Failure
   */
  ask(request: CriuRequest, told: (notification: Notification) => void = drop): CriuResponse {
    let thrown: { readonly error: unknown } | null = null;
    this.#say(request);
    for (;;) {
      const { response, fd } = this.#hear(request.type);
      if (response.type !== REQUEST.notify) {
        closeFd(fd);
        if (thrown !== null) throw thrown.error;
        if (!response.success) throw refusal(request.type, response);
        return response;
      }
      const { script = "", pid = 0 } = response.notification ?? {};
      try {
        if (thrown === null) told({ script, pid, fd });
        else closeFd(fd);
      } catch (error) {
        thrown = { error };
      }
      this.#say({ type: REQUEST.notify, notifySuccess: thrown === null });
    }
  }

  #say(request: CriuRequest): void {
    try {
      send(this.#socket, encodeRequest(request), -1, "CRIU");
    } catch (error) {
      // When it is gone its end is heard next; else it would be waited for in vain.
      if (!(error instanceof SystemError && GONE.includes(error.errno))) throw error;
    }
  }

  #hear(asked: number): { readonly response: CriuResponse; readonly fd: number } {
    const datagram = receive(this.#socket, this.child.pidfd, -1, ROOM);
    if (datagram === null || datagram.data.length === 0) {
      throw new Failure(`CRIU ended during ${requestName(asked)} (${this.#end()})`);
    }
    try {
      if (datagram.data.length === ROOM) throw new ProtobufError(`longer than ${ROOM} bytes`);
      return { response: decodeResponse(datagram.data), fd: datagram.fd };
    } catch (error) {
      closeFd(datagram.fd);
      if (!(error instanceof ProtobufError)) throw error;
      throw new Failure(`CRIU's answer to ${requestName(asked)} cannot be read: ${error.message}`);
    }
  }

  #end(): string {
    closeFd(this.#socket);
    this.#socket = -1;
    const status = this.wait();
    const signal = status & 0x7f;
    return signal === 0 ? `status ${exitCode(status)}` : `signal ${signal}`;
  }

  /** Waits for its end, once: the wait status. */
  wait(): number {
    if (this.#waited) return 0;
    this.#waited = true;
    return waitFor(this.child.pid, true) ?? 0;
  }

  /** Lets it end, as it does once nobody asks any more, and waits for it. */
  close(): void {
    closeFd(this.#socket);
    this.#socket = -1;
    this.wait();
    closeFd(this.child.pidfd);
    restoreCgroupOptions(this.#cgroup);
  }

  /** Kills it and waits for its end. */
  kill(): void {
    if (!this.#waited) {
      try {
        pidfdSignal(this.child.pidfd, SIGKILL);
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
      }
    }
    this.close();
  }
}

function drop({ fd }: Notification): void {
  closeFd(fd);
}

function refusal(type: number, { errno = 0, message = "" }: CriuResponse): CriuRefusal {
  const why = message === "" ? "" : `: ${message}`;
  return new CriuRefusal(`CRIU refused ${requestName(type)} with errno ${errno}${why}`, errno);
}

function alone(request: CriuRequest): CriuResponse {
  const criu = new Criu();
  try {
    return criu.ask(request);
  } finally {
    criu.close();
  }
}

/** The version of the installed CRIU, as SINCE counts it. @throws Failure when it is missing or too old */
export function criuVersion(): number {
  const criu = new Criu();
  let response: CriuResponse;
  try {
    response = criu.ask({ type: REQUEST.version });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(`CRIU version check failed: ${error.message}`);
  } finally {
    criu.close();
  }
  const { major = 0, minor = 0, sublevel = 0, git = "" } = response.version ?? {};
  // What is built between two versions counts as the later one.
  const version = major * 10_000 + (git === "" ? minor * 100 + sublevel : (minor + 1) * 100);
  if (version < SINCE.rpcVersion) {
    throw new Failure(
      `CRIU version check failed: CRIU version ${spoken(version)} must be ${spoken(SINCE.rpcVersion)} or higher`,
    );
  }
  return version;
}

const FEATURE_NAMES = { memoryTracking: "MemTrack", lazyPages: "LazyPages" } as const;

/** Makes sure of a feature that depends on the kernel. @throws Failure */
export function needFeature(feature: keyof typeof FEATURE_NAMES): void {
  const features: CriuFeatures = { [feature]: true };
  const answer = alone({ type: REQUEST.featureCheck, features });
  if (answer.features?.[feature] === false) {
    throw new Failure(`criu is missing features: [${FEATURE_NAMES[feature]}]`);
  }
}
