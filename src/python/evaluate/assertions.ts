/** What a text itself demands of sizes: `assert`, a guard that raises, `torch._assert`. */
import { Builtin } from "../callables.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import type { Expression, Statement } from "../syntax/tree.ts";
import { codes } from "../tensors/codes.ts";
import { tensorIn } from "../tensors/index.ts";
import { Instance } from "../value.ts";
import { type Frame, siteOf } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";
import { Raised } from "./raised.ts";

type IfStatement = Extract<Statement, { kind: "if" }>;
type AssertStatement = Extract<Statement, { kind: "assert" }>;

/** What is raised when sizes are wrong; others say that something is missing, or not written yet. */
const OF_VALUES = new Set(["AssertionError", "IndexError", "RuntimeError", "TypeError", "ValueError"]);

export function reportAssert(run: Interpreter, frame: Frame, { test, ...place }: AssertStatement): void {
  const site = siteOf(frame, place);
  const [line = ""] = site.file.text.slice(site.range.start, site.range.end).split("\n");
  if (isComparison(test)) report(run, site, `${line} does not hold.`, codeIn(frame, test));
}

/** Runs what stands behind an `if` that holds, and tells of what it raises at its end. */
export function runGuarded<T>(run: Interpreter, frame: Frame, { test, body }: IfStatement, runBody: () => T): T {
  const last = body.at(-1);
  if (last?.kind !== "raise" || !isComparison(test)) return runBody();
  try {
    return runBody();
  } catch (error) {
    const site = siteOf(frame, last);
    if (error instanceof Raised && isRaisedAt(error, site))
      report(run, site, sentenceOf(error.text), codeIn(frame, test));
    throw error;
  }
}

function isRaisedAt({ site, exception }: Raised, { file, range }: Site): boolean {
  return site.file === file && site.range.start === range.start && OF_VALUES.has(exception.cls.name);
}

function sentenceOf(text: string): string {
  const [line = ""] = text.split("\n");
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

/** `torch._assert(condition, message)`. */
export const assertFunction = new Builtin("_assert", (run, { positional: [condition, message] }, site) => {
  if (condition === undefined || run.truth(condition.value) !== false) return null;
  const text = message && run.text(message.value);
  report(run, site, text ? sentenceOf(`AssertionError: ${text}`) : "_assert does not hold.", codes.assertion);
  return run.raise("AssertionError", text ?? "", site);
});

/**
 * In the constructor of a framework's class what is handed to it is wrong, and not the input. That a size leaves a remainder
 * is known of numbers alone, which somebody has set.
 */
function codeIn({ function: callee, self }: Frame, test: Expression): string {
  const isOfFramework = self instanceof Instance && self.cls.mro.some(({ written }) => !written);
  if (!isOfFramework || callee?.syntax.name !== "__init__") return codes.assertion;
  return isOfRemainder(test) ? codes.indivisible : codes.construction;
}

/** `dim % heads == 0`, `dim % heads`. */
function isOfRemainder(test: Expression): boolean {
  const size = test.kind === "compare" ? test.first : test;
  return size.kind === "binary" && size.operator === "%";
}

function report(run: Run, site: Site, message: string, code: string): void {
  if (run.tries > 0) return;
  const given = [...(run.given?.positional ?? []), ...(run.given?.named.values() ?? [])];
  const inputs = given.flatMap(({ value }) => tensorIn(value) ?? []);
  const call = { type: "assert", module: undefined, inputs };
  run.trace.report({ code, severity: "error", message, site, call });
}

/** Of sizes, as a rule; `is None` asks for something that is left out. */
function isComparison(test: Expression): boolean {
  if (test.kind === "unary") return test.operator === "not" && isComparison(test.operand);
  if (test.kind === "boolean") return isComparison(test.left) && isComparison(test.right);
  if (test.kind === "binary") return test.operator === "%";
  return test.kind === "compare" && test.rest.every(({ operator }) => !operator.startsWith("is"));
}
