// The socket pair between engine and helper, and console sockets.
import { checked } from "./errors.ts";
import { ETIMEDOUT } from "./errno.ts";
import { hostFunction } from "./library.ts";

/** A datagram: its bytes (empty at the end) and the descriptor that came with it, or -1. */
export interface Datagram {
  readonly data: Uint8Array;
  readonly fd: number;
}

/** A connected pair (SEQPACKET, or STREAM): the first end is the engine's. @throws SystemError */
export function socketPair(kind: "packets" | "stream"): readonly [number, number] {
  const out = new Int32Array(2);
  const pair = hostFunction("tsr_pair");
  checked(pair(kind === "stream" ? 1 : 0, out), "socketpair", kind);
  return [out[0] ?? -1, out[1] ?? -1];
}

/** Connects to a unix socket, a stream's unless said (a leading `@`: abstract). @throws SystemError */
export function connectUnix(path: string, kind: "stream" | "datagrams" = "stream"): number {
  const connect = hostFunction("tsr_connect");
  return checked(connect(path, kind === "stream" ? 1 : 0), "connect", path);
}

/**
 * Waits for a datagram; ends early when `watch` (a pidfd or -1) becomes readable.
 * @param timeoutMs milliseconds, -1 for ever
 * @param room most bytes of a datagram; one that fills it may have been longer
 * @returns null after the time
 * @throws SystemError
 */
export function receive(
  socket: number,
  watch: number,
  timeoutMs: number,
  room = 1024,
): Datagram | null {
  const call = hostFunction("tsr_receive");
  const data = Buffer.alloc(room);
  const fd = new Int32Array(1);
  const got = call(socket, watch, Math.ceil(timeoutMs), data, fd);
  if (got === -ETIMEDOUT) return null;
  return { data: data.subarray(0, checked(got, "recvmsg", "the helper")), fd: fd[0] ?? -1 };
}

/** Sends one datagram or message, with a descriptor when fd >= 0. @throws SystemError */
export function send(socket: number, data: Uint8Array, fd: number, object: string): void {
  const call = hostFunction("tsr_send");
  checked(call(socket, data, fd), "sendmsg", object);
}
