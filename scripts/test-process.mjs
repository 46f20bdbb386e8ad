// Runs one command in a process group of its own, with a time limit, and keeps what it printed.
import { spawn } from "node:child_process";

/** How long output may follow the end of a process: somebody it left behind may hold the pipe. */
const LINGER_MS = 1000;

function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

// A Ctrl-C reaches this process only, as the others have their own groups.
const running = new Set();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    for (const pid of running) killGroup(pid);
    process.exit(130);
  });
}

function start(command, words, env) {
  const child = spawn(command, words, {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  if (child.pid !== undefined) running.add(child.pid);
  return child;
}

/**
 * Resolves with {code, signal, timedOut, output} once the command ended; whatever is left of its
 * group is killed then. With `echo` the output is printed as it comes.
 */
export function execute(command, words, { limit_ms, env = {}, echo = false }) {
  const child = start(command, words, env);
  const result = { code: null, signal: null, timedOut: false, output: "" };
  const keep = (chunk) => {
    result.output += chunk;
    if (echo) process.stdout.write(chunk);
  };
  child.stdout.setEncoding("utf8").on("data", keep);
  child.stderr.setEncoding("utf8").on("data", keep);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    const timer = setTimeout(() => {
      result.timedOut = true;
      if (child.pid !== undefined) killGroup(child.pid);
    }, limit_ms);
    let linger;
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      killGroup(child.pid);
      running.delete(child.pid);
      Object.assign(result, { code, signal });
      linger = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, LINGER_MS);
    });
    child.on("close", () => {
      clearTimeout(linger);
      resolve(result);
    });
  });
}
