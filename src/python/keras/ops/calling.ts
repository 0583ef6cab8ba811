/** Functions that call the user's function: what they share, branches, and the functions that leave it as it is. */
import { type Arguments, argumentsOf } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { Tuple, Unknown, type Value } from "../../value.ts";
import { Options } from "../options.ts";
import { sequenceOf } from "../sizes.ts";

export interface UserCall {
  readonly run: Run;
  readonly options: Options;
  readonly site: Site;
  readonly args: Arguments;
}

export type Body = (call: UserCall) => Value;

export type Named = readonly [string, Builtin];

export function caller(name: string, parameters: readonly string[], body: Body): Named {
  const builtin = new Builtin(name, (run, args, site) =>
    body({ run, options: new Options(run, parameters, args), site, args }),
  );
  return [name, builtin];
}

/** Calls the function that stands under a name of its parameters. */
export function called({ run, site }: UserCall, callee: Value | undefined, ...operands: readonly Value[]): Value {
  if (callee === undefined || callee === null || callee instanceof Unknown)
    return callee ?? new Unknown("what is called is not known");
  return run.call(callee, argumentsOf(...operands), site);
}

const whichBranch = "which branch is taken is known when it runs";

const cond: Body = (call) => {
  const { run, options } = call;
  const ways = [() => called(call, options.value("true_fn")), () => called(call, options.value("false_fn"))] as const;
  const decides = options.value("pred") ?? new Unknown(whichBranch);
  const truth = run.truth(decides);
  return truth === undefined ? run.either(ways, whichBranch) : ways[truth ? 0 : 1]();
};

/** The branches one after the other, each of which may be the one. */
function oneOf(run: Run, [first, second, ...rest]: readonly (() => Value)[]): Value {
  if (first === undefined) return new Unknown(whichBranch);
  return second === undefined ? first() : run.either([first, () => oneOf(run, [second, ...rest])], whichBranch);
}

function chosen(index: string, branches: string): Body {
  return (call) => {
    const functions = sequenceOf(call.options.value(branches) ?? null);
    if (functions === undefined) return new Unknown(whichBranch);
    const operands = call.args.positional.slice(2).map(({ value }) => value);
    const ways = functions.map((each) => () => called(call, each, ...operands));
    const place = call.options.value(index);
    const way = typeof place === "number" ? ways[place] : undefined;
    return way === undefined ? oneOf(call.run, ways) : way();
  };
}

const firstTrue: Body = (call) => {
  const pairs = sequenceOf(call.options.value("pred_fn_pairs") ?? null)?.map((pair) => sequenceOf(pair)?.[1]);
  const usual = call.options.present("default");
  const functions = [...(pairs ?? [undefined]), ...(usual === undefined ? [] : [usual])];
  return oneOf(
    call.run,
    functions.map((each) => () => called(call, each)),
  );
};

/** `f(x)`, differentiated or remembered in a way of its own. */
const unchanged: Body = ({ args }) => args.positional[0]?.value ?? null;

/** The function gives its result and how to go back, of which a call gives the result. */
const withGradient: Body = ({ args }) => {
  const callee = args.positional[0]?.value ?? null;
  return new Builtin("custom_gradient", (run, given, site) => {
    const pair = run.call(callee, given, site);
    return pair instanceof Tuple ? (pair.items[0] ?? null) : pair;
  });
};

const branches = ["pred", "true_fn", "false_fn"];

export const kerasBranches: readonly Named[] = [
  caller("cond", branches, cond),
  caller("switch", ["index", "branches"], chosen("index", "branches")),
  caller("custom_gradient", [], withGradient),
];

export const tensorflowBranches: readonly Named[] = [
  caller("cond", branches, cond),
  caller("switch_case", ["branch_index", "branch_fns"], chosen("branch_index", "branch_fns")),
  caller("case", ["pred_fn_pairs", "default"], firstTrue),
  caller("custom_gradient", [], withGradient),
  caller("recompute_grad", [], unchanged),
  caller("grad_pass_through", [], unchanged),
];
