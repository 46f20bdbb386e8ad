import { test } from "uvu";
import * as assert from "uvu/assert";
import { clip, jsonLine, terminalLine, textLine } from "./log-line.ts";
import { Log, type LogHost } from "./log.ts";

const TIME = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678));

interface Seen {
  readonly host: LogHost;
  readonly stderr: string[];
  readonly file: string[];
  readonly opened: string[];
}

function seen(
  options: { terminal?: boolean; env?: Record<string, string>; full?: boolean } = {},
): Seen {
  const stderr: string[] = [];
  const file: string[] = [];
  const opened: string[] = [];
  const host: LogHost = {
    open: (path) => {
      opened.push(path);
      return 9;
    },
    append: (fd, text) => {
      if (options.full === true) throw new Error("no space left on device");
      file.push(`${fd}:${text}`);
    },
    stderr: (text) => stderr.push(text),
    stderrIsTerminal: () => options.terminal ?? false,
    now: () => TIME,
    env: options.env ?? {},
  };
  return { host, stderr, file, opened };
}

test("a JSON line has sorted keys and whole seconds", () => {
  assert.is(
    jsonLine("error", 'a "b"\n', TIME),
    '{"level":"error","msg":"a \\"b\\"\\n","time":"2026-01-02T03:04:05Z"}\n',
  );
});

test("a text line quotes what is not one plain word", () => {
  assert.is(textLine("error", "a b", TIME), 'time="2026-01-02T03:04:05Z" level=error msg="a b"\n');
  assert.is(
    textLine("warning", "word", TIME),
    'time="2026-01-02T03:04:05Z" level=warning msg=word\n',
  );
  assert.is(textLine("error", 'x"\n', TIME).split("msg=")[1], '"x\\"\\n"\n');
});

test("a line for a terminal is short", () => {
  assert.is(terminalLine("error", "no such thing", false), "ERRO[0000] no such thing\n");
  assert.is(terminalLine("warning", "odd", true), "\u001b[33mWARN\u001b[0m[0000] odd\n");
});

test("a message is cut to what callers read", () => {
  assert.is(clip("short"), "short");
  assert.is(clip("x".repeat(9000)).length, 6006);
});

test("a failure without a log file is one text line on stderr in one write", () => {
  const { host, stderr } = seen();
  new Log(host).fail("container does not exist");
  assert.equal(stderr, [
    'time="2026-01-02T03:04:05Z" level=error msg="container does not exist"\n',
  ]);
});

test("a failure on a terminal has colours unless NO_COLOR says otherwise", () => {
  const colours = seen({ terminal: true });
  new Log(colours.host).fail("gone");
  assert.equal(colours.stderr, ["\u001b[31mERRO\u001b[0m[0000] gone\n"]);
  const plain = seen({ terminal: true, env: { NO_COLOR: "1" } });
  new Log(plain.host).fail("gone");
  assert.equal(plain.stderr, ["ERRO[0000] gone\n"]);
  const forced = seen({ env: { CLICOLOR_FORCE: "1" } });
  new Log(forced.host).fail("gone");
  assert.equal(forced.stderr, ["\u001b[31mERRO\u001b[0m[0000] gone\n"]);
});

test("a failure with a log file is one line there and the plain message on stderr", () => {
  const { host, stderr, file, opened } = seen({ terminal: true });
  const log = new Log(host);
  log.use({ file: "/l", format: "json" });
  log.warn("held");
  log.fail("gone");
  assert.equal(opened, ["/l"]);
  assert.equal(file, ['9:{"level":"error","msg":"gone","time":"2026-01-02T03:04:05Z"}\n']);
  assert.equal(stderr, ["gone\n"]);
});

test("a log file on a full disk does not keep the message from stderr", () => {
  const { host, stderr } = seen({ full: true });
  const log = new Log(host);
  log.use({ file: "/l", format: "text" });
  assert.throws(() => log.fail("gone"), /no space/);
  assert.equal(stderr, ["gone\n"]);
});

test("warnings of a command that succeeded go to the log file alone", () => {
  const { host, stderr, file } = seen();
  const log = new Log(host);
  log.use({ file: "/l", format: "text" });
  log.warn("one");
  log.warn("two");
  assert.equal(file, []);
  log.succeed();
  log.succeed();
  const head = 'time="2026-01-02T03:04:05Z" level=warning msg=';
  assert.equal(file, [`9:${head}one\n${head}two\n`]);
  assert.equal(stderr, []);
});

test("without a log file they go to stderr, and success without warnings says nothing", () => {
  const { host, stderr } = seen();
  const log = new Log(host);
  log.succeed();
  assert.equal(stderr, []);
  log.warn("one");
  log.succeed();
  assert.is(stderr.length, 1);
});

test.run();
