// Waiting for what must be seen, in suites and walks: on a busy machine an answer may be late, and is none the worse for it.

const PAUSE_MS = 50;
/** Counted and not timed, so that a machine that stood still for a while has as many left. */
const TRIES = 1800;

/** Asks again and again until the answer is not undefined and not false. Rejects after many times, naming `what`. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`waited ${(TRIES * PAUSE_MS) / 1000} s and longer for ${what}`);
}
