// The same session with runc and with tsrun, step by step.
import { DIFFERENCES } from "./differences.mjs";
import { Player } from "./perform.mjs";

const ASPECTS = ["code", "stdout", "stderr"];

function compareStep(session, step, runc, ours) {
  const what = ASPECTS.filter((aspect) => runc[aspect] !== ours[aspect]);
  if (what.length === 0) return null;
  const reason = DIFFERENCES.find(
    (one) =>
      one.what.join() === what.join() && one.holds({ ...step, words: runc.words }, runc, ours),
  );
  return { session: session.name, words: runc.words, what, runc, ours, reason: reason ?? null };
}

/**
 * Plays a session with both.
 * @param mark told apart from other sessions in names of containers and cgroups
 * @returns the number of steps that were compared, and the differences
 */
export function compare(session, { runc, tsrun }, mark) {
  const players = [];
  try {
    players.push(new Player(runc, `${mark}-a`), new Player(tsrun, `${mark}-b`));
    const differences = [];
    let steps = 0;
    for (const step of session.steps) {
      const [theirs, ours] = players.map((player) => player.step(step));
      if (theirs === null) continue;
      steps += 1;
      const found = compareStep(session, step, theirs, ours);
      if (found !== null) differences.push(found);
    }
    return { steps, differences };
  } finally {
    for (const player of players) player.close();
  }
}
