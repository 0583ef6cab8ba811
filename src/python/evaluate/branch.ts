/**
 * Both ways of a condition that is not known. Each way starts from the same state; afterwards what both agree on is kept.
 * A way that ends by raising is taken as the one that Python does not take. Where only one way leaves a loop or the function,
 * the rest runs as uncertain, and the loop's or function's end is compared with the state in which the other way left.
 */
import type { Problem } from "../trace.ts";
import { Unknown, type Value } from "../value.ts";
import type { Completion } from "./completion.ts";
import type { Frame } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";
import { type Journal, NameSlot, SlotMap } from "./journal.ts";
import { mergeStates, mergeValues } from "./merge.ts";
import { BudgetExceeded, Raised } from "./raised.ts";
import { TraceRecorder } from "./trace-recorder.ts";

/** Where ways that left early are kept. */
type Open = Pick<Frame, "alternatives">;

type Way = () => Completion | undefined;

/** A way that ended early, and what it had changed. */
export interface Alternative {
  readonly completion: Completion;
  readonly after: SlotMap;
  readonly mark: number;
  readonly certain: boolean;
  readonly reason: string;
}

export function runBoth(
  run: Interpreter,
  frame: Open,
  ways: readonly [Way, Way],
  reason: string,
): Completion | undefined {
  const { certain, journal } = run;
  const mark = journal.length;
  journal.depth++;
  try {
    run.certain = false;
    const first = attempt(ways[0]);
    run.spend((journal.length - mark) >> 1);
    const after = statesAfter(journal, mark);
    journal.undoTo(mark);
    if (first?.kind === "raise") run.certain = certain;
    const second = attempt(ways[1]);
    if (first?.kind === "raise") return endOf(second, first);
    if (second?.kind === "raise") {
      journal.undoTo(mark);
      run.certain = certain;
      return endOf(attempt(ways[0]), second);
    }
    return join(run, frame, { first, second, after, mark, certain, reason });
  } finally {
    journal.depth--;
    journal.forgetIfDone();
    if (frame.alternatives.length === 0) run.certain = certain;
  }
}

/** An exception is thrown only if both ways end in one. */
function endOf(taken: Completion | undefined, other: Completion): Completion | undefined {
  if (taken?.kind === "raise") throw (other as { raised: Raised }).raised;
  return taken;
}

function attempt(way: Way): Completion | undefined {
  try {
    return way();
  } catch (error) {
    if (error instanceof Raised) return { kind: "raise", raised: error };
    throw error;
  }
}

interface Ends {
  readonly first: Completion | undefined;
  readonly second: Completion | undefined;
  readonly after: SlotMap;
  readonly mark: number;
  readonly certain: boolean;
  readonly reason: string;
}

function join(run: Interpreter, frame: Open, ends: Ends): Completion | undefined {
  const { first, second, after, mark, certain, reason } = ends;
  if (first?.kind === second?.kind) {
    mergeWith(run, after, mark, reason);
    if (first?.kind === "return" && second?.kind === "return") {
      return { kind: "return", value: mergeValues(run, first.value, second.value, reason) };
    }
    return first;
  }
  if (first !== undefined) {
    leaveOpen(run, frame, { completion: first, after, mark, certain, reason });
    return second;
  }
  // The second way left: its state is kept for later, and the first one's is what goes on.
  const left = statesAfter(run.journal, mark);
  run.journal.undoTo(mark);
  restoreStates(run.journal, after);
  leaveOpen(run, frame, { completion: second as Completion, after: left, mark, certain, reason });
  return undefined;
}

function leaveOpen(run: Interpreter, frame: Open, alternative: Alternative): void {
  run.journal.depth++;
  frame.alternatives.push(alternative);
}

/** Ends the ways that left by one of `kinds` since there were `count` of them; gives what a `return` among them is worth. */
export function closeAlternatives(
  run: Interpreter,
  frame: Frame,
  count: number,
  kinds: readonly Completion["kind"][],
): readonly { readonly value: Value; readonly reason: string }[] {
  const returned: { value: Value; reason: string }[] = [];
  const kept = frame.alternatives.slice(0, count);
  for (const alternative of frame.alternatives.splice(count).reverse()) {
    const { completion, after, mark, certain, reason } = alternative;
    if (!kinds.includes(completion.kind)) {
      kept.splice(count, 0, alternative);
      continue;
    }
    mergeWith(run, after, mark, reason);
    if (completion.kind === "return") returned.push({ value: completion.value, reason });
    run.journal.depth--;
    if (kept.length === count) run.certain = certain;
  }
  frame.alternatives.push(...kept.slice(count));
  run.journal.forgetIfDone();
  return returned;
}

function statesAfter(journal: Journal, mark: number): SlotMap {
  const after = new SlotMap();
  for (const slot of journal.changedSince(mark).slots()) after.set(slot, slot.save());
  return after;
}

function restoreStates(journal: Journal, states: SlotMap): void {
  for (const slot of states.slots()) {
    journal.note(slot);
    slot.restore(states.get(slot));
  }
}

/** The present state, merged with that of a way which started where the journal had `mark` entries. */
function mergeWith(run: Interpreter, other: SlotMap, mark: number, reason: string): void {
  const { journal } = run;
  run.spend((journal.length - mark) >> 1);
  const before = journal.changedSince(mark);
  const slots = new SlotMap();
  for (const slot of [...other.slots(), ...before.slots()]) slots.set(slot, undefined);
  for (const slot of slots.slots()) {
    const now = slot.save();
    const there = other.has(slot) ? other.get(slot) : before.get(slot);
    journal.note(slot);
    slot.restore(mergeStates(run, slot, now, there, reason));
  }
}

/** What goes wrong on a way that is not taken: what it changes is undone. */
interface Failure {
  readonly mistakes: readonly Problem[];
  /** It ended early. */
  readonly error?: unknown;
}

function goAndComeBack(run: Interpreter, way: () => void): Failure {
  const { journal, trace } = run;
  const mark = journal.length;
  const own = new TraceRecorder(() => true);
  const mistakes = (): Problem[] => own.problems.filter(({ severity }) => severity === "error");
  journal.depth++;
  run.trace = own;
  try {
    way();
    return { mistakes: mistakes() };
  } catch (error) {
    return { mistakes: mistakes(), error };
  } finally {
    run.trace = trace;
    journal.undoTo(mark);
    journal.depth--;
    journal.forgetIfDone();
  }
}

/** Whether a way leads to a mistake or a Python exception. */
export function failsOn(run: Interpreter, way: () => void): boolean {
  const { mistakes, error } = goAndComeBack(run, way);
  if (error === undefined || error instanceof Raised) return error !== undefined || mistakes.length > 0;
  throw error;
}

/** As many steps as a way may take of which only the mistakes are asked for. */
const MOST_STEPS = 60_000;

/** The mistakes on a way, as far as it is followed. */
export function mistakesOn(run: Interpreter, way: () => void): readonly Problem[] {
  const { limit, certain, depth } = run;
  run.limit = Math.min(limit, run.steps + MOST_STEPS);
  const { mistakes, error } = goAndComeBack(run, way);
  Object.assign(run, { limit, certain, depth });
  if (error === undefined || error instanceof Raised || error instanceof BudgetExceeded) return mistakes;
  throw error;
}

/** A value that is one of two, each of which may change something on its way. */
export function valueOfBoth(
  run: Interpreter,
  frame: Open,
  ways: readonly [() => Value, () => Value],
  reason: string,
): Value {
  const completion = runBoth(
    run,
    frame,
    [() => ({ kind: "return", value: ways[0]() }), () => ({ kind: "return", value: ways[1]() })],
    reason,
  );
  return completion?.kind === "return" ? completion.value : new Unknown(reason);
}

/** Names in a scope that a text which cannot be followed may have changed. */
export function forget(run: Interpreter, frame: Frame, names: readonly string[], reason: string): void {
  for (const name of names) {
    run.journal.note(new NameSlot(frame.scope.names, name));
    frame.scope.names.set(name, new Unknown(reason));
  }
}
