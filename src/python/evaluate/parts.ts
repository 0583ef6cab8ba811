/**
 * A file's or a class's own statements, one by one. A statement that raises is given up alone: what it would have named is
 * unknown, and the rest goes on. So does the rest of a file behind a statement that takes too long, such as a training. What stands
 * under `if __name__ == "__main__":` counts as the file's own.
 */
import type { Block, Part, Statement } from "../syntax/tree.ts";
import { namesAssignedIn } from "./assigned-names.ts";
import { forget } from "./branch.ts";
import { type Frame, siteOf } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";
import { BudgetExceeded, Raised } from "./raised.ts";
import { runIf, runStatement } from "./statements.ts";

/** The part of all steps that one statement of a file may take. */
const SHARE = 0.4;

/** `steps`: how many all of them may take, which are a file's own. */
export function runParts(run: Interpreter, frame: Frame, parts: readonly Part[], steps = run.budget.steps): void {
  const share = steps * SHARE;
  for (const { offset, statement } of parts) {
    runPart(run, { ...frame, offset: frame.offset + offset }, statement, share);
  }
}

function runPart(run: Interpreter, frame: Frame, statement: Statement, share: number): void {
  const { certain, limit } = run;
  const { depth } = run.journal;
  const open = frame.alternatives.length;
  // A file that is imported is part of the statement that imports it.
  const outermost = run.depth === 1 && frame.annotations === undefined;
  if (outermost) run.limit = Math.min(limit, run.steps + share);
  try {
    if (statement.kind === "if")
      runIf(run, frame, statement, (_, __, block) => runEach(run, frame, block, { limit, share }));
    else runStatement(run, frame, statement);
  } catch (error) {
    const reason = reasonToGoOn(run, error, outermost && run.steps < limit);
    if (outermost && error instanceof BudgetExceeded)
      run.trace.giveUp({ site: siteOf(frame, statement), reason: error.reason });
    if (reason === undefined) throw error;
    frame.alternatives.length = open;
    run.certain = certain;
    run.journal.depth = depth;
    run.limit = limit;
    if (error instanceof Raised) run.trace.raised(reason);
    forget(run, frame, namesAssignedIn(statement), reason);
  } finally {
    run.limit = limit;
  }
}

/** Each statement of the block as one of the file's own. */
function runEach(
  run: Interpreter,
  frame: Frame,
  block: Block,
  { limit, share }: { readonly limit: number; readonly share: number },
): undefined {
  run.limit = limit;
  for (const statement of block) runPart(run, frame, statement, share);
}

function reasonToGoOn(run: Interpreter, error: unknown, stepsAreLeft: boolean): string | undefined {
  if (error instanceof Raised) return run.tries > 0 ? undefined : error.text;
  return error instanceof BudgetExceeded && stepsAreLeft ? error.reason : undefined;
}
