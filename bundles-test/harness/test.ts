// What a bundle's check is given: the container's verbs, and ways to say what must be so.
import { deepEqual } from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { printJson } from "../../src/json/print.ts";
import { configOf } from "./config.ts";
import type { Bundle, Place } from "./define.ts";
import { lives, processesOf } from "./host.ts";
import { isJson } from "./json.ts";
import type { Json } from "./json.ts";
import { changes, leftovers, snapshot } from "./leaks.ts";
import { sleep, slow } from "./sleep.ts";
import type { CallOptions, Result, Runtime } from "./runtime.ts";

/** The bundle on disk, a runtime, and assertions. */
export class Test {
  readonly place: Place;
  readonly runtime: Runtime;
  readonly bundle: Bundle;
  readonly #cleanups: (() => void)[] = [];
  #created = 0;

  constructor(bundle: Bundle, place: Place, runtime: Runtime) {
    this.bundle = bundle;
    this.place = place;
    this.runtime = runtime;
  }

  // --- what must be so

  /** @throws AssertionError unless both are deeply equal. */
  is(actual: unknown, expected: unknown, what?: string): void {
    deepEqual(
      actual,
      expected,
      what === undefined ? undefined : this.#said(what, actual, expected),
    );
  }

  #said(what: string, actual: unknown, expected: unknown): string {
    return `${what}: got ${printJson(actual)}, expected ${printJson(expected)}`;
  }

  /** @throws Error unless the text matches. */
  match(text: string, pattern: RegExp, what = "text"): void {
    if (!pattern.test(text))
      throw new Error(`${what}: ${JSON.stringify(text)} does not match ${pattern}`);
  }

  /** @throws Error unless the condition holds. */
  ok(condition: boolean, what: string): void {
    if (!condition) throw new Error(what);
  }

  /** A result that must be a success; its standard output. @throws Error with stderr otherwise. */
  succeeds(result: Result): string {
    if (result.status !== 0)
      throw new Error(`status ${result.status}: ${result.stderr.trim() || result.stdout.trim()}`);
    return result.stdout;
  }

  /** A result that must be a failure with a text on stderr. */
  fails(result: Result, pattern: RegExp): void {
    this.ok(result.status !== 0, `it succeeded, expected ${pattern}: ${result.stdout}`);
    this.match(result.stderr, pattern, "stderr");
  }

  // --- the bundle

  /** Absolute path of a name below the root. */
  inside(name: string): string {
    return join(this.place.bundle, "rootfs", name);
  }

  /** Absolute path of a name on the host's side. */
  beside(name: string): string {
    return join(this.place.side, name);
  }

  /** Writes a file and the directories above it. */
  write(path: string, text: string, mode = 0o644): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode });
  }

  exists(path: string): boolean {
    return existsSync(path);
  }

  /** Writes a file in which each place of a mark becomes one byte. */
  writeBytes(path: string, text: string, mark: string, byte: number): void {
    const parts = text.split(mark).map((part) => Buffer.from(part));
    const between = Buffer.from([byte]);
    writeFileSync(
      path,
      Buffer.concat(parts.flatMap((part, at) => (at === 0 ? [part] : [between, part]))),
    );
  }

  rename(from: string, to: string): void {
    renameSync(from, to);
  }

  remove(path: string): void {
    rmSync(path, { recursive: true, force: true });
  }

  /** Makes a symbolic link and the directories above it; what is there gives way. */
  link(target: string, path: string): void {
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { recursive: true, force: true });
    symlinkSync(target, path);
  }

  /** Text of a file, or undefined when it is not there. */
  read(path: string): string | undefined {
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  /** Writes config.json: the bundle's own with a change. */
  configure(change: Json | ((config: Json) => Json) = {}): void {
    const config = configOf(this.bundle, this.place, change);
    this.write(join(this.place.bundle, "config.json"), printJson(config, 2));
  }

  // --- verbs

  #at(options: CallOptions): readonly string[] {
    return [...(options.flags ?? []), "--bundle", this.place.bundle];
  }

  /** Foreground run. */
  run(options: CallOptions = {}): Result {
    return this.runtime.call(["run", ...this.#at(options), this.place.id], options);
  }

  /** Foreground run that must succeed; its standard output. */
  output(options: CallOptions = {}): string {
    return this.succeeds(this.run(options));
  }

  /** Configures, runs, and gives the output. */
  outputOf(change: Json | ((config: Json) => Json)): string {
    this.configure(change);
    return this.output();
  }

  create(options: CallOptions = {}): Result {
    this.#created = this.runtime.calls;
    return this.runtime.call(["create", ...this.#at(options), this.place.id], options);
  }

  start(options: CallOptions = {}): Result {
    return this.runtime.call(["start", this.place.id], options);
  }

  kill(signal: string, options: CallOptions = {}): Result {
    return this.runtime.call(["kill", ...(options.flags ?? []), this.place.id, signal], options);
  }

  delete(options: CallOptions = {}): Result {
    return this.runtime.call(["delete", ...(options.flags ?? []), this.place.id], options);
  }

  exec(args: readonly string[], options: CallOptions = {}): Result {
    const verb = ["exec", ...(options.flags ?? []), this.place.id, ...args];
    return this.runtime.call(verb, options);
  }

  /** The state document. @throws Error when state fails. */
  state(): Json {
    const state: unknown = JSON.parse(this.succeeds(this.runtime.call(["state", this.place.id])));
    if (!isJson(state)) throw new Error("state is no object");
    return state;
  }

  get status(): unknown {
    return this.state()["status"];
  }

  get pid(): number {
    return Number(this.state()["pid"]);
  }

  /** Creates, which must succeed; the pid. */
  created(options: CallOptions = {}): number {
    this.succeeds(this.create(options));
    return this.pid;
  }

  /** Creates and starts; the pid. */
  up(options: CallOptions = {}): number {
    const pid = this.created(options);
    this.succeeds(this.start());
    return pid;
  }

  /** What the container wrote since create. */
  get written(): string {
    return this.runtime.output(this.#created).stdout;
  }

  get complained(): string {
    return this.runtime.output(this.#created).stderr;
  }

  /** Waits until the process of a pid is gone or a zombie. */
  ended(pid: number): void {
    this.wait(() => !lives(pid), `process ${pid} ended`);
  }

  /** Creates, starts, waits for the end, deletes; what was written. */
  lifecycle(options: CallOptions = {}): string {
    const pid = this.up(options);
    this.ended(pid);
    const { written } = this;
    this.succeeds(this.delete());
    return written;
  }

  /** Waits for a condition. @throws Error when it does not come true in time. */
  wait(condition: () => boolean, what: string, limit = 10_000): void {
    const end = Date.now() + limit * slow;
    while (!condition()) {
      if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
      sleep(10);
    }
  }

  /** A change that create must refuse, without leaving anything. */
  rejects(
    change: Json | ((config: Json) => Json),
    pattern: RegExp,
    options: CallOptions = {},
  ): void {
    this.configure(change);
    const before = snapshot();
    const result = this.create(options);
    this.fails(result, pattern);
    const left = [...leftovers(this.place.id, this.runtime.root), ...changes(before)];
    this.is(left, [], "left after a failed create");
  }

  /** Processes that belong to the container by cgroup, mounts or command line. */
  processes(): readonly number[] {
    return processesOf(this.place.id);
  }

  /** Lets any user make a state directory below the state root. */
  openUp(): void {
    mkdirSync(this.runtime.root, { recursive: true });
    chmodSync(this.runtime.root, 0o777);
    chmodSync(dirname(this.runtime.root), 0o755);
  }

  // --- the end

  /** Something to undo after the check, last first. */
  later(undo: () => void): void {
    this.#cleanups.push(undo);
  }

  /** Deletes the container whatever it is, and undoes. */
  finish(): void {
    this.runtime.call(["delete", "--force", this.place.id]);
    for (const undo of this.#cleanups.reverse()) undo();
  }
}
