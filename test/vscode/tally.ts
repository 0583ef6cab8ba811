// Counts claims that are tried inside VS Code, and prints a line for each: what `npm test` reads from the output.

export type Check = () => Promise<void> | void;

export class Tally {
  passed = 0;
  failed = 0;

  /** Tries a claim: it holds when `check` ends without throwing, in time. Says whether it holds. */
  async holds(claim: string, check: Check, limitMs: number): Promise<boolean> {
    const error = await failureOf(check, limitMs);
    if (error === undefined) this.passed++;
    else this.failed++;
    console.log(error === undefined ? `ok   ${claim}` : `FAIL ${claim}\n${error}`);
    return error === undefined;
  }

  /** Prints the count. Says whether something was tried and nothing failed. */
  conclude(): boolean {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0;
  }
}

async function failureOf(check: Check, limitMs: number): Promise<string | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end in ${limitMs / 1000} s`)), limitMs);
  });
  try {
    await Promise.race([check(), late]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    clearTimeout(timer);
  }
}
