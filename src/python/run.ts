/**
 * One evaluation of a file: what functions written in TypeScript may ask of it. The evaluator implements it; frameworks
 * only see this interface.
 */
import type { Arguments } from "./arguments.ts";
import type { Slot } from "./evaluate/journal.ts";
import type { Site } from "./site.ts";
import type { Problem, Trace } from "./trace.ts";
import type { Dict, List, Module, PySet, Value } from "./value.ts";

export interface Run {
  /** What was done with tensors, and what would go wrong. */
  readonly trace: Trace;
  /** How many `try` statements are open that may catch what is raised. */
  readonly tries: number;
  /** What the function that runs was handed; `undefined`: none runs. */
  readonly given: Arguments | undefined;
  /** False while a branch runs of which it is not known whether Python takes it: nothing found there is an error. */
  readonly certain: boolean;

  /** A number in place of a batch's size where the file leaves it open, to try whether a text is right for one. */
  readonly batch: number | undefined;

  call(callee: Value, args: Arguments, site: Site): Value;
  /** `object.name` as Python looks it up, bound; a missing name raises Python's AttributeError. */
  attribute(object: Value, name: string, site: Site): Value;
  /** The same; `undefined` where it is sure that there is no such name. */
  findAttribute(object: Value, name: string, site: Site): Value | undefined;
  /** `site`: the assignment, where the user's text has one. */
  setAttribute(object: Value, name: string, value: Value, site?: Site): void;
  item(object: Value, key: Value, site: Site): Value;
  binary(operator: string, left: Value, right: Value, site: Site): Value;
  /** `left OP right` of a comparison: `<`, `==`, `in`, `is not`. */
  compare(operator: string, left: Value, right: Value, site: Site): Value;
  /** `len(value)`. */
  length(value: Value, site: Site): Value;
  /** The items that a `for` loop would see; `undefined`: they cannot be known. */
  iterate(value: Value, site: Site): readonly Value[] | undefined;
  /** Python's truth of a value; `undefined`: it cannot be known. */
  truth(value: Value): boolean | undefined;
  /** `==`; `undefined`: it cannot be known. */
  equal(left: Value, right: Value): boolean | undefined;
  /** `str(value)`; `undefined`: it cannot be known. */
  text(value: Value): string | undefined;
  /** `repr(value)`. */
  repr(value: Value): string | undefined;
  /** `isinstance(value, cls)`. */
  isInstance(value: Value, cls: Value): boolean | undefined;

  /** Does a change to something that outlives the current statement, and how to undo it; `changed`: the value, if it may be older. */
  change(apply: () => void, undo: () => void, changed?: object): void;
  /** Changes what a list, dict or set holds; after a branch that may not be taken, both states are compared. */
  alter(container: List | Dict | PySet, apply: () => void): void;
  /** Gives a name or an attribute a value (`undefined`: takes it away); compared after a branch, like `alter`. */
  assign(names: Map<string, Value>, name: string, value: Value | undefined): void;
  /** Before something else changes that is compared after a branch. */
  note(slot: Slot): void;
  /** Both of two ways of which it is not known which is taken, and the value on which they agree. */
  either(ways: readonly [() => Value, () => Value], reason: string): Value;
  /** Whether something would go wrong on a way that is not taken: nothing that happens on it stays. */
  wouldFail(way: () => void): boolean;
  /** The mistakes on a way that is not taken, as far as it is followed: nothing else of it stays. */
  mistakesOn(way: () => void): readonly Problem[];
  /** Counts work that a loop of ours does, an item a step. */
  spend(steps: number): void;
  /** Raises a Python exception, which the user's `try` may catch: `ValueError`, `KeyError`. */
  raise(type: string, message: string, site: Site): never;
  /** The module of that dotted name, as `import` finds it; unknown if neither a library we know nor a file of the workspace. */
  importModule(name: string, site: Site): Value;
  /** The one module of that `__name__` among those that were imported so far; `undefined`: there is none, or several. */
  loadedModule(name: string): Module | undefined;
}
