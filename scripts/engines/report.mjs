// Prints one line for each case of an engine and counts them.

/** The cases of one engine. */
export class Report {
  passed = 0;
  failed = 0;
  skipped = 0;

  constructor(engine) {
    this.engine = engine;
  }

  /** A case: `body` throws for what is not as it must be. */
  check(title, body) {
    const begin = Date.now();
    try {
      body();
    } catch (error) {
      this.fail(title, error instanceof Error ? error.message : String(error));
      return;
    }
    this.passed++;
    console.log(`ok   ${this.engine}: ${title} (${Date.now() - begin} ms)`);
  }

  fail(title, problem) {
    this.failed++;
    console.log(`FAIL ${this.engine}: ${title}\n     ${problem.replaceAll("\n", "\n     ")}`);
  }

  skip(title, reason) {
    this.skipped++;
    console.log(`skip ${this.engine}: ${title}: ${reason}`);
  }
}

/** @throws Error when the two differ; `what` names them. */
export function same(actual, expected, what) {
  if (actual === expected) return;
  throw new Error(`${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
}

/** @throws Error when the text does not match. */
export function matches(text, pattern, what) {
  if (!pattern.test(text)) throw new Error(`${what}: ${JSON.stringify(text)}, not ${pattern}`);
}
