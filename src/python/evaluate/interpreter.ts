/**
 * One evaluation of files of the workspace: the `Run` that frameworks see. It walks the syntax trees; what each kind of
 * statement, expression, call or operator does stands in the files beside this one.
 */
import type { Arguments } from "../arguments.ts";
import type { Framework } from "../framework.ts";
import type { Run } from "../run.ts";
import type { Site, SourceFile } from "../site.ts";
import { exceptionClass } from "../stdlib/exceptions.ts";
import type { FunctionSyntax, ModuleSyntax } from "../syntax/tree.ts";
import type { Problem } from "../trace.ts";
import { Instance, type Module, type Value } from "../value.ts";
import { findAttribute, getAttribute, setAttribute } from "./attributes.ts";
import type { Borrowed } from "./borrowed.ts";
import { failsOn, mistakesOn, valueOfBoth } from "./branch.ts";
import { callValue } from "./call.ts";
import { equalValues } from "./equal.ts";
import { importModule } from "./imports.ts";
import { isInstance } from "./is-instance.ts";
import { itemOf } from "./items.ts";
import { iterateValue } from "./iterate.ts";
import { type Container, ContentSlot, Journal, NameSlot, type Slot } from "./journal.ts";
import { LiveDict } from "./live-dict.ts";
import { binaryValue, compareValues, lengthOf } from "./operators.ts";
import type { OpenQuestion } from "./question.ts";
import { BudgetExceeded, Raised } from "./raised.ts";
import { reprOf, textOfValue } from "./text.ts";
import { TraceRecorder } from "./trace-recorder.ts";
import { truthOf } from "./truth.ts";

export interface Budget {
  /** Of the imports at the top of a file, with all that the imported files do. */
  readonly imports: number;
  /** Statements and expressions. */
  readonly steps: number;
  /** Calls within calls. */
  readonly depth: number;
  /** Items of one list, characters of one text. */
  readonly length: number;
}

export const usualBudget: Budget = { imports: 1_500_000, steps: 400_000, depth: 90, length: 100_000 };

/** Where modules come from. */
export interface Library {
  readonly frameworks: readonly Framework[];
  /** A file of the workspace, read; `undefined`: there is none. */
  find(module: string, from: string, level: number): ModuleSyntax | undefined;
  read(file: SourceFile): ModuleSyntax;
}

export class Interpreter implements Run {
  trace = new TraceRecorder(() => this.certain);
  certain = true;
  readonly journal = new Journal();
  readonly library: Library;
  readonly budget: Budget;
  readonly modules = new Map<string, Module>();
  steps = 0;
  private running = false;
  /** How many steps may be taken; fewer than the budget while a file's statement runs. */
  limit: number;
  depth = 0;
  /** What earlier evaluations made, and later ones use. */
  borrowed: Borrowed | undefined;
  /** The path of the file that is run as a script. */
  mainFile: string | undefined;
  /** How many changes were made to what is no value: a framework's count of its layers. */
  changes = 0;
  batch: number | undefined;
  /** What is asked on the way. */
  questions: readonly OpenQuestion[] = [];
  /** How many loops ran of which it is not known how often they do. */
  unknownLoops = 0;
  /** How often each function is running. */
  readonly active = new Map<FunctionSyntax, number>();
  given: Arguments | undefined;
  /** How many `try` statements are open, in this function or around it. */
  tries = 0;
  /** How many exceptions ended a function that nothing follows any more. */
  swallowed = 0;
  /** The exceptions that are being handled, for a bare `raise`. */
  readonly handled: Raised[] = [];

  constructor(library: Library, budget: Budget) {
    this.library = library;
    this.budget = budget;
    this.limit = budget.steps;
  }

  /** A step with a trace and a budget of its own. */
  begin(trace: TraceRecorder): void {
    this.running = true;
    this.trace = trace;
    this.certain = true;
    this.journal.reset();
    this.steps = 0;
    this.limit = this.budget.steps;
    this.depth = 0;
    this.active.clear();
    this.tries = 0;
    this.given = undefined;
    this.handled.length = 0;
  }

  end(): void {
    this.running = false;
  }

  /** What is asked between two steps has a budget of its own, behind which the answer is not known. */
  private ask<T>(question: () => T | undefined): T | undefined {
    if (this.running) return question();
    this.steps = 0;
    this.limit = this.budget.steps;
    try {
      return question();
    } catch (error) {
      if (error instanceof BudgetExceeded || error instanceof Raised) return undefined;
      throw error;
    }
  }

  /** Counts work, and stops when there was too much of it. */
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > this.limit) throw new BudgetExceeded("this takes more steps than are followed");
  }

  call(callee: Value, args: Arguments, site: Site): Value {
    return callValue(this, callee, args, site);
  }

  attribute(object: Value, name: string, site: Site): Value {
    return getAttribute(this, object, name, site);
  }

  findAttribute(object: Value, name: string, site: Site): Value | undefined {
    return findAttribute(this, object, name, site);
  }

  setAttribute(object: Value, name: string, value: Value, site?: Site): void {
    setAttribute(this, object, name, value, site);
  }

  item(object: Value, key: Value, site: Site): Value {
    return itemOf(this, object, key, site);
  }

  binary(operator: string, left: Value, right: Value, site: Site): Value {
    return binaryValue(this, operator, left, right, site);
  }

  compare(operator: string, left: Value, right: Value, site: Site): Value {
    return compareValues(this, operator, left, right, site);
  }

  length(value: Value, site: Site): Value {
    return lengthOf(this, value, site);
  }

  iterate(value: Value, site: Site): readonly Value[] | undefined {
    return iterateValue(this, value, site);
  }

  truth(value: Value): boolean | undefined {
    return truthOf(this, value);
  }

  equal(left: Value, right: Value): boolean | undefined {
    return this.ask(() => equalValues(this, left, right));
  }

  text(value: Value): string | undefined {
    return this.ask(() => textOfValue(this, value));
  }

  repr(value: Value): string | undefined {
    return this.ask(() => reprOf(this, value));
  }

  isInstance(value: Value, cls: Value): boolean | undefined {
    return isInstance(this, value, cls);
  }

  either(ways: readonly [() => Value, () => Value], reason: string): Value {
    return valueOfBoth(this, { alternatives: [] }, ways, reason);
  }

  change(apply: () => void, undo: () => void, changed?: object): void {
    this.journal.noteUndo(undo);
    if (changed === undefined) this.changes++;
    else if (this.borrowed?.owns(changed)) this.borrowed.noteUndo(undo);
    apply();
  }

  note(slot: Slot): void {
    this.journal.note(slot);
    this.changes++;
  }

  /** Gives a name or an attribute a value; `undefined` takes it away. */
  assign(names: Map<string, Value>, name: string, value: Value | undefined): void {
    if (this.journal.depth > 0) this.journal.note(new NameSlot(names, name));
    if (this.borrowed?.owns(names)) this.borrowed.note(new NameSlot(names, name));
    if (value === undefined) names.delete(name);
    else names.set(name, value);
  }

  /** Changes what a list, dict or set holds. */
  alter(container: Container, apply: () => void): void {
    if (this.journal.depth > 0) {
      this.spend(contentSize(container) >> 3);
      this.journal.note(new ContentSlot(container));
    }
    if (this.borrowed?.owns(container)) this.borrowed.note(new ContentSlot(container));
    apply();
    if (container instanceof LiveDict) container.write(this);
  }

  raise(type: string, message: string, site: Site): never {
    const exception = new Instance(exceptionClass(type), site);
    exception.native = message;
    throw new Raised(exception, site);
  }

  wouldFail(way: () => void): boolean {
    return failsOn(this, way);
  }

  mistakesOn(way: () => void): readonly Problem[] {
    return mistakesOn(this, way);
  }

  importModule(name: string, site: Site): Value {
    return importModule(this, name, site);
  }

  loadedModule(name: string): Module | undefined {
    const found = [...this.modules.values()].filter((module) => module.name === name);
    return found.length === 1 ? found[0] : undefined;
  }
}

function contentSize(container: Container): number {
  if ("entries" in container) return container.entries.size;
  return Array.isArray(container.items) ? container.items.length : container.items.size;
}
