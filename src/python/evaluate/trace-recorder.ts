/** Collects what a run does with tensors, and keeps back what is not certain. */
import { formatDim } from "../../tensor/dim/text.ts";
import type { Constraint, Ends, Fed, FunctionCall, GivenUp, Operation, Problem, Trace } from "../trace.ts";
import type { Instance } from "../value.ts";
import { BudgetExceeded, Ended } from "./raised.ts";

/** More than any network does, and little enough to keep and to show; what does more is not followed to its end. */
const MOST = 5_000;

export class TraceRecorder implements Trace {
  readonly operations: Operation[] = [];
  readonly calls: FunctionCall[] = [];
  readonly problems: Problem[] = [];
  reports = 0;
  readonly constraints: Constraint[] = [];
  followed = 0;
  readonly fed: Fed[] = [];
  readonly raises: string[] = [];
  readonly givenUp: GivenUp[] = [];
  readonly made: Instance[] = [];
  private readonly certain: () => boolean;
  private readonly ends: Ends;
  private readonly reported = new Set<string>();
  private readonly constrained = new Set<string>();

  constructor(certain: () => boolean, ends: Ends = {}) {
    this.certain = certain;
    this.ends = ends;
  }

  record(operation: Operation): void {
    if (this.operations.length >= MOST) throw new BudgetExceeded("it does more with tensors than is followed");
    if (operation.certain && operation.outputs.every(({ shape }) => shape !== undefined)) this.follow();
    this.operations.push(operation.certain && !this.certain() ? { ...operation, certain: false } : operation);
    if (this.ends.enough?.(operation, this) && this.certain()) throw new BudgetExceeded("no more of it was asked for");
  }

  finish(call: Omit<FunctionCall, "certain">): void {
    if (this.calls.length < MOST) this.calls.push({ ...call, certain: this.certain() });
  }

  /** Not where it is uncertain whether Python comes there: what is in the object is undone then. */
  make(instance: Instance): void {
    if (this.certain() && this.made.length < MOST) this.made.push(instance);
  }

  report(problem: Problem): void {
    const { file, range } = problem.site;
    const key = `${problem.code} ${file.path} ${range.start} ${range.end}`;
    if (!this.certain()) return;
    this.reports++;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.problems.push(problem);
    if (this.ends.at?.(problem)) throw new Ended();
  }

  follow(): void {
    if (this.certain()) this.followed++;
  }

  feed(fed: Fed): void {
    if (this.certain() && this.fed.length < MOST) this.fed.push(fed);
  }

  raised(exception: string): void {
    if (this.certain() && this.raises.length < MOST) this.raises.push(exception);
  }

  giveUp(statement: GivenUp): void {
    this.givenUp.push(statement);
  }

  constrain(constraint: Constraint): void {
    const key = `${formatDim(constraint.size)} = ${constraint.expected}`;
    if (!this.certain() || this.constrained.has(key)) return;
    this.constrained.add(key);
    this.constraints.push(constraint);
  }
}
