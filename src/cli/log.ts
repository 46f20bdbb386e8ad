// Where errors and warnings go. A failing command writes exactly one error line, to the log file and
// to stderr; warnings wait until it is known that the command did not fail, because some callers
// read the whole log file as one JSON object.
import { visible } from "../plan/visible.ts";
import type { LogSettings } from "./globals.ts";
import { clip, jsonLine, type Level, terminalLine, textLine } from "./log-line.ts";

/** What the log writes with. */
export interface LogHost {
  /** Opens for appending, creating with mode 0644, O_SYNC. */
  readonly open: (path: string) => number;
  readonly append: (fd: number, text: string) => void;
  readonly stderr: (text: string) => void;
  readonly stderrIsTerminal: () => boolean;
  readonly now: () => Date;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Colours: on a terminal unless NO_COLOR is set, anywhere with CLICOLOR_FORCE. */
export function wantsColours(
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: () => boolean,
): boolean {
  const force = env["CLICOLOR_FORCE"] ?? "0";
  if (force !== "0" && force !== "") return true;
  return (env["NO_COLOR"] ?? "") === "" && isTerminal();
}

/** The log of one command. */
export class Log {
  readonly #host: LogHost;
  readonly #warnings: string[] = [];
  // Of commands whose callers take any word on stderr for a failure.
  readonly #quiet: string[] = [];
  #format: LogSettings["format"] = "text";
  #fd: number | null = null;

  constructor(host: LogHost) {
    this.#host = host;
  }

  /**
   * From here on lines have this format and go to this file. It is opened at once, so that a command
   * whose failure could not be told is not begun.
   *
   * @throws what `open` throws
   */
  use(settings: LogSettings): void {
    this.#format = settings.format;
    if (settings.file !== null) this.#fd = this.#host.open(settings.file);
  }

  /** Holds a warning. */
  warn(message: string): void {
    this.#warnings.push(visible(message));
  }

  /** Holds a warning that goes to the log file or nowhere. */
  warnQuietly(message: string): void {
    this.#quiet.push(visible(message));
  }

  /** The command did what it was asked: its warnings are written, to the file or else to stderr. */
  succeed(): void {
    const quiet = this.#quiet.splice(0);
    const messages = [...this.#warnings.splice(0), ...(this.#fd === null ? [] : quiet)];
    if (messages.length === 0) return;
    if (this.#fd === null) {
      this.#host.stderr(messages.map((message) => this.#stderrLine("warning", message)).join(""));
    } else {
      this.#host.append(
        this.#fd,
        messages.map((message) => this.#line("warning", message)).join(""),
      );
    }
  }

  /** The command failed: one line in the file and one on stderr, no warnings. */
  fail(text: string): void {
    const message = clip(text);
    this.#warnings.length = 0;
    this.#quiet.length = 0;
    if (this.#fd === null) {
      this.#host.stderr(this.#stderrLine("error", message));
      return;
    }
    // A full disk must not swallow what went wrong: stderr is written in any case.
    try {
      this.#host.append(this.#fd, this.#line("error", message));
    } finally {
      this.#host.stderr(`${message}\n`);
    }
  }

  #line(level: Level, message: string): string {
    const time = this.#host.now();
    return this.#format === "json"
      ? jsonLine(level, message, time)
      : textLine(level, message, time);
  }

  #stderrLine(level: Level, message: string): string {
    if (this.#format === "json") return this.#line(level, message);
    const { env, stderrIsTerminal } = this.#host;
    if (wantsColours(env, stderrIsTerminal)) return terminalLine(level, message, true);
    return stderrIsTerminal() ? terminalLine(level, message, false) : this.#line(level, message);
  }
}
