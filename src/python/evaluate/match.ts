/** `match`: the first case that fits. Where it is not known whether one fits, both ways run. */

import { PyClass } from "../py-class.ts";
import type { Pattern } from "../syntax/pattern.ts";
import type { MatchCase, Statement } from "../syntax/tree.ts";
import { Dict, List, Tuple, Unknown, type Value } from "../value.ts";
import { forget, runBoth } from "./branch.ts";
import type { Completion } from "./completion.ts";
import { evaluate } from "./expressions.ts";
import { type Frame, siteOf } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";
import { keyOf } from "./keys.ts";
import { setName } from "./names.ts";
import { runBlock } from "./statements.ts";

export function runMatch(
  run: Interpreter,
  frame: Frame,
  statement: Extract<Statement, { kind: "match" }>,
): Completion | undefined {
  return runCases(run, frame, evaluate(run, frame, statement.subject), statement.cases);
}

function runCases(run: Interpreter, frame: Frame, subject: Value, cases: readonly MatchCase[]): Completion | undefined {
  const [first, ...rest] = cases;
  if (first === undefined) return undefined;
  const fits = fitsCase(run, frame, subject, first);
  if (fits === true) return runBlock(run, frame, first.body);
  if (fits === false) return runCases(run, frame, subject, rest);
  return runBoth(
    run,
    frame,
    [() => runBlock(run, frame, first.body), () => runCases(run, frame, subject, rest)],
    subject instanceof Unknown ? subject.reason : "it depends on a `match` that is not known",
  );
}

function fitsCase(run: Interpreter, frame: Frame, subject: Value, { pattern, guard }: MatchCase): boolean | undefined {
  const fits = fitsPattern(run, frame, subject, pattern);
  if (fits === false || guard === undefined) return fits;
  const truth = run.truth(evaluate(run, frame, guard));
  return truth === false ? false : fits && truth;
}

function fitsPattern(run: Interpreter, frame: Frame, subject: Value, pattern: Pattern): boolean | undefined {
  switch (pattern.kind) {
    case "value":
      return run.equal(subject, evaluate(run, frame, pattern.value));
    case "capture":
      if (pattern.name !== undefined) setName(run, frame, pattern.name, subject);
      return true;
    case "as":
      setName(run, frame, pattern.name, subject);
      return fitsPattern(run, frame, subject, pattern.pattern);
    case "or":
      return anyOf(pattern.choices.map((choice) => fitsPattern(run, frame, subject, choice)));
    case "sequence":
      return fitsSequence(run, frame, subject, pattern.items);
    case "mapping":
      return fitsMapping(run, frame, subject, pattern);
    case "class":
      return fitsClass(run, frame, subject, pattern);
    case "unknown":
      forget(run, frame, pattern.names, "it is given by a pattern that is not followed");
      return undefined;
    case "rest":
      return undefined;
  }
}

function allOf(results: readonly (boolean | undefined)[]): boolean | undefined {
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}

function anyOf(results: readonly (boolean | undefined)[]): boolean | undefined {
  const first = results.find((result) => result !== false);
  return results.length > 0 && first === undefined && results.includes(undefined) ? undefined : (first ?? false);
}

function fitsSequence(
  run: Interpreter,
  frame: Frame,
  subject: Value,
  patterns: readonly Pattern[],
): boolean | undefined {
  if (!(subject instanceof List || subject instanceof Tuple)) return subject instanceof Unknown ? undefined : false;
  const items = subject.items;
  const star = patterns.findIndex(({ kind }) => kind === "rest");
  if (star === -1 ? items.length !== patterns.length : items.length < patterns.length - 1) return false;
  const more = items.length - patterns.length;
  return allOf(
    patterns.map((pattern, index) => {
      if (pattern.kind === "rest") {
        if (pattern.name !== undefined)
          setName(run, frame, pattern.name, new List(items.slice(index, index + more + 1)));
        return true;
      }
      return fitsPattern(run, frame, items[star !== -1 && index > star ? index + more : index] as Value, pattern);
    }),
  );
}

function fitsMapping(
  run: Interpreter,
  frame: Frame,
  subject: Value,
  pattern: Extract<Pattern, { kind: "mapping" }>,
): boolean | undefined {
  if (!(subject instanceof Dict) || subject.unknown !== undefined) {
    return subject instanceof Unknown || subject instanceof Dict ? undefined : false;
  }
  const rest = new Map(subject.entries);
  const fits = pattern.entries.map(({ key, pattern: inner }) => {
    const text = keyOf(evaluate(run, frame, key));
    const entry = text === undefined ? undefined : subject.entries.get(text);
    if (text !== undefined) rest.delete(text);
    return entry === undefined ? false : fitsPattern(run, frame, entry[1], inner);
  });
  if (pattern.rest !== undefined) setName(run, frame, pattern.rest, new Dict(rest));
  return allOf(fits);
}

function fitsClass(
  run: Interpreter,
  frame: Frame,
  subject: Value,
  pattern: Extract<Pattern, { kind: "class" }>,
): boolean | undefined {
  const cls = evaluate(run, frame, pattern.cls);
  const is = cls instanceof PyClass ? run.isInstance(subject, cls) : undefined;
  if (is !== true) return is;
  const site = siteOf(frame, pattern.cls);
  const named = [...pattern.named].map(([name, inner]) =>
    fitsPattern(run, frame, run.attribute(subject, name, site), inner),
  );
  const [only, ...more] = pattern.positional;
  // `int(x)` and the like take the value itself; other classes would have to be asked for `__match_args__`.
  if (only === undefined) return allOf(named);
  const simple =
    more.length === 0 &&
    ["int", "float", "str", "bool", "list", "tuple", "dict", "set"].includes((cls as PyClass).name);
  return simple ? allOf([...named, fitsPattern(run, frame, subject, only)]) : undefined;
}
