// A test runner small enough to run inside VS Code's extension host: suites register claims, `run` tries them in order
// and prints a line for each. VS Code calls `run` and reports failure when it rejects.

type Claim = () => Promise<void> | void;

const suites: { readonly name: string; readonly claims: Readonly<Record<string, Claim>> }[] = [];

/** Registers claims about the extension, each with the code that throws when it does not hold. */
export function suite(name: string, claims: Readonly<Record<string, Claim>>): void {
  suites.push({ name, claims });
}

/** Tries every claim (with CONVLENS_SUITES only of suites whose name contains that), prints `ok` or `FAIL` for each and the count. Rejects when one failed or there was none. */
export async function run(): Promise<void> {
  let passed = 0;
  let failed = 0;
  const only = process.env.CONVLENS_SUITES ?? "";
  for (const { name, claims } of suites.filter((suite) => suite.name.includes(only))) {
    for (const [claim, check] of Object.entries(claims)) {
      const error = await failureOf(check);
      if (error === undefined) passed++;
      else failed++;
      console.log(error === undefined ? `ok   ${name}: ${claim}` : `FAIL ${name}: ${claim}\n${error}`);
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0 || passed === 0) throw new Error(`${failed} of ${passed + failed} claims failed`);
}

const CLAIM_MS = 30_000;

async function failureOf(check: Claim): Promise<string | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end in ${CLAIM_MS / 1000} s`)), CLAIM_MS);
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

const WAIT_MS = 10_000;

/** Asks again and again until the answer is not undefined and not false. Rejects after ten seconds, naming `what`. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const end = Date.now() + WAIT_MS;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${WAIT_MS / 1000} s for ${what}`);
}
