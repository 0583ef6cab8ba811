/** Loops as functions, with a state that each round gives to the next: what it holds keeps its shapes. */
import type { Run } from "../../run.ts";
import { Float, Tuple, Unknown, type Value } from "../../value.ts";
import { KerasTensor } from "../keras-tensor.ts";
import { sequenceOf } from "../sizes.ts";
import { type Body, called, caller, type Named } from "./calling.ts";
import { operandFrom } from "./operators.ts";

export const howOften = "how often a loop runs is known when it runs";

/** So many rounds are followed one by one. */
const ROUNDS = 100;

/** Twice from a state that was merged with the one before it: what still agrees then stays whatever the number of rounds. */
function unknownTimes(run: Run, start: Value, body: (state: Value) => Value): Value {
  let state = asTensors(start);
  for (let round = 0; round < 2; round++) {
    const before = state;
    state = run.either([() => asTensors(body(before)), () => before], howOften);
  }
  return state;
}

/** A loop's numbers are tensors. */
function asTensors(value: Value): Value {
  if (value instanceof Tuple) return new Tuple(value.items.map(asTensors));
  return typeof value === "number" || value instanceof Float ? (operandFrom(value) ?? value) : value;
}

/** The state is a tuple, also where a round gives a list, or its only part alone. */
function stateFrom(value: Value): Value {
  return value instanceof Unknown ? value : new Tuple(sequenceOf(value) ?? [value]);
}

const whileLoop: Body = (call) => {
  const { run, options } = call;
  const start = sequenceOf(options.value("loop_vars") ?? null);
  if (start === undefined) return new Unknown("what the loop starts with is not known");
  const body = (state: Value) => stateFrom(called(call, options.value("body"), ...(sequenceOf(state) ?? [state])));
  let state: Value = new Tuple(start);
  for (let round = 0; round < ROUNDS; round++) {
    const goesOn = run.truth(called(call, options.value("cond"), ...(sequenceOf(state) ?? [state])));
    if (goesOn === false) return state;
    if (goesOn === undefined) break;
    state = body(state);
  }
  return unknownTimes(run, state, body);
};

const countedLoop: Body = (call) => {
  const { run, options } = call;
  const [from, to] = [options.value("lower"), options.value("upper")];
  const body = (index: Value, state: Value) => called(call, options.value("body_fun"), index, state);
  let state = options.value("init_val") ?? null;
  if (typeof from !== "number" || typeof to !== "number" || to - from > ROUNDS)
    return unknownTimes(run, state, (before) => body(new KerasTensor([], "int32"), before));
  for (let index = from; index < to; index++) state = body(index, state);
  return state;
};

export const tensorflowLoops: readonly Named[] = [caller("while_loop", ["cond", "body", "loop_vars"], whileLoop)];

export const kerasLoops: readonly Named[] = [
  ...tensorflowLoops,
  caller("fori_loop", ["lower", "upper", "body_fun", "init_val"], countedLoop),
];
