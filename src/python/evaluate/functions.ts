/** Functions of the user's text: made, given their arguments, and run. */
import type { Argument, Arguments } from "../arguments.ts";
import { PyFunction, type Scope } from "../callables.ts";
import type { Site } from "../site.ts";
import type { FunctionStatement, FunctionSyntax, ParameterSyntax } from "../syntax/tree.ts";
import { Dict, Tuple, Unknown, type Value } from "../value.ts";
import { closeAlternatives } from "./branch.ts";
import { decorate } from "./decorators.ts";
import { evaluate } from "./expressions.ts";
import type { Frame } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";
import { Iterator } from "./iterator.ts";
import { mergeValues } from "./merge.ts";
import { setName } from "./names.ts";
import { Raised } from "./raised.ts";
import { runBlock } from "./statements.ts";

export function makeFunction(run: Interpreter, frame: Frame, syntax: FunctionSyntax): PyFunction {
  const defaults = new Map<string, Value>();
  for (const parameter of syntax.parameters) {
    if (parameter.default) defaults.set(parameter.name, evaluate(run, frame, parameter.default));
  }
  // Names of a class's body are not seen by its methods.
  const scope = frame.annotations && frame.scope.outer ? frame.scope.outer : frame.scope;
  return new PyFunction(syntax, scope, defaults, { file: frame.file, offset: frame.offset });
}

export function defineFunction(run: Interpreter, frame: Frame, statement: FunctionStatement): undefined {
  const made = makeFunction(run, frame, statement.function);
  setName(run, frame, statement.function.name, decorate(run, frame, statement.decorators, made));
  return undefined;
}

/** How often a function may be in itself while it is not certain that it runs at all. */
const DEEPEST_UNCERTAIN = 3;

export function callFunction(run: Interpreter, callee: PyFunction, args: Arguments, site: Site): Value {
  const { syntax } = callee;
  const active = run.active.get(syntax) ?? 0;
  // A recursion whose end is not known would run both ways at each of its levels.
  if (run.depth >= run.budget.depth || (!run.certain && active >= DEEPEST_UNCERTAIN)) {
    return new Unknown(`\`${syntax.name}\` calls itself too often to follow`);
  }
  const { given } = run;
  run.active.set(syntax, active + 1);
  run.depth++;
  run.given = args;
  try {
    const names = bindArguments(run, callee, args, site);
    return runFunction(run, frameFor(callee, names, args, site));
  } catch (error) {
    if (!(error instanceof Raised) || run.tries > 0) throw error;
    run.swallowed++;
    run.trace.raised(error.text);
    return new Unknown(`${callee.syntax.name} raises ${error.text}`);
  } finally {
    run.depth--;
    run.given = given;
    run.active.set(syntax, active);
  }
}

function frameFor(callee: PyFunction, names: Map<string, Value>, given: Arguments, site: Site): Frame {
  const { syntax, scope: outer, origin } = callee;
  const scope: Scope = { names, outer, module: outer.module };
  const [first] = syntax.parameters;
  return {
    scope,
    file: origin.file,
    offset: origin.offset,
    caller: site,
    function: callee,
    given,
    self: first && names.get(first.name),
    yields: syntax.generator ? [] : undefined,
    elsewhere: undefined,
    alternatives: [],
    annotations: undefined,
  };
}

function runFunction(run: Interpreter, frame: Frame): Value {
  const { certain } = run;
  const depth = run.journal.depth;
  try {
    const completion = runBlock(run, frame, (frame.function as PyFunction).syntax.body);
    let value = completion?.kind === "return" ? completion.value : null;
    if (frame.alternatives.length > 0) {
      for (const other of closeAlternatives(run, frame, 0, ["return", "break", "continue", "raise"])) {
        value = mergeValues(run, value, other.value, other.reason);
      }
    }
    return frame.yields ? new Iterator(frame.yields) : value;
  } finally {
    run.certain = certain;
    run.journal.depth = depth;
  }
}

function bindArguments(run: Interpreter, callee: PyFunction, args: Arguments, site: Site): Map<string, Value> {
  const names = new Map<string, Value>();
  const { parameters } = callee.syntax;
  const positional = placePositional(run, callee, args, names, site);
  placeNamed(run, callee, args, names, site);
  for (const parameter of parameters) {
    if (parameter.kind === "rest") names.set(parameter.name, restOf(args, positional));
    else if (parameter.kind !== "namedRest" && !names.has(parameter.name)) {
      names.set(parameter.name, missing(run, callee, parameter, args, site));
    }
  }
  return names;
}

function restOf({ positional, open }: Arguments, taken: number): Value {
  if (open) return new Unknown("what `*` hands over is not known");
  return new Tuple(positional.slice(taken).map(({ value }) => value));
}

/** How many were taken by parameters. */
function placePositional(
  run: Interpreter,
  callee: PyFunction,
  { positional }: Arguments,
  names: Map<string, Value>,
  site: Site,
): number {
  const places = callee.syntax.parameters.filter(({ kind }) => kind === "either" || kind === "positional");
  const taken = Math.min(places.length, positional.length);
  for (let at = 0; at < taken; at++)
    names.set((places[at] as ParameterSyntax).name, (positional[at] as Argument).value);
  if (positional.length > taken && !callee.syntax.parameters.some(({ kind }) => kind === "rest")) {
    const { name } = callee.syntax;
    run.raise(
      "TypeError",
      `${name}() takes ${places.length} positional arguments but ${positional.length} were given`,
      site,
    );
  }
  return taken;
}

function placeNamed(
  run: Interpreter,
  callee: PyFunction,
  { named, open }: Arguments,
  names: Map<string, Value>,
  site: Site,
): void {
  const { parameters, name: functionName } = callee.syntax;
  const rest = parameters.find(({ kind }) => kind === "namedRest");
  if (named.size === 0 && rest === undefined) return;
  const others = new Dict(new Map(), open ? "what `**` hands over is not known" : undefined);
  for (const [name, { value }] of named) {
    const parameter = parameters.find((one) => one.name === name && (one.kind === "either" || one.kind === "named"));
    if (parameter) {
      if (names.has(name)) run.raise("TypeError", `${functionName}() got multiple values for argument '${name}'`, site);
      names.set(name, value);
    } else if (rest) others.entries.set(`s${name}`, [name, value]);
    else run.raise("TypeError", `${functionName}() got an unexpected keyword argument '${name}'`, site);
  }
  if (rest) names.set(rest.name, others);
}

function missing(run: Interpreter, callee: PyFunction, parameter: ParameterSyntax, args: Arguments, site: Site): Value {
  const { name } = parameter;
  if (args.open) return new Unknown(`\`${name}\` may be among arguments that are not known`);
  const value = callee.defaults.get(name);
  if (value !== undefined) return value;
  return run.raise("TypeError", `${callee.syntax.name}() missing 1 required argument: '${name}'`, site);
}
