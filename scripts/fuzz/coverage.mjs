// Which blocks of the project's own code ran: what tells an interesting input from a dull one.
import { Session } from "node:inspector";

const OWN = "/dist/js/src/";

/** Counts blocks of compiled sources in this thread. */
export class Coverage {
  #session = new Session();
  #seen = new Set();

  constructor() {
    this.#session.connect();
    this.#ask("Profiler.enable");
    this.#ask("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  #ask(method, parameters = {}) {
    let answer;
    this.#session.post(method, parameters, (error, result) => {
      if (error !== null) throw error;
      answer = result;
    });
    return answer;
  }

  /** How many blocks ran, all told. */
  get blocks() {
    return this.#seen.size;
  }

  /**
   * Whether blocks ran since the last call that had never run before.
   * @param remember false: they are new the next time too
   */
  isNews(remember) {
    let news = false;
    for (const script of this.#ask("Profiler.takePreciseCoverage").result) {
      if (!script.url.includes(OWN)) continue;
      for (const { ranges } of script.functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          if (count === 0) continue;
          const block = `${script.scriptId}:${startOffset}:${endOffset}`;
          if (this.#seen.has(block)) continue;
          news = true;
          if (remember) this.#seen.add(block);
        }
      }
    }
    return news;
  }
}
