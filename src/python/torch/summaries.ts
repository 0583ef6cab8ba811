/**
 * Tools that run a model once to describe it: torchsummary, torchinfo, ptflops, thop, fvcore, the exporters of `torch`. What they
 * run it on says what the model is fed with; what they tell is unknown.
 */
import { type Arguments, argumentsOf } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { bind } from "../tensors/signature.ts";
import { itemsOf, shapeFrom } from "../tensors/sizes.ts";
import { Unknown, type Value } from "../value.ts";
import { TorchTensor } from "./tensor.ts";

type Names = readonly (readonly [string, Value])[];
/** The inputs that the tool runs the model on; `undefined`: it does not say, or they are not known. */
type Inputs = (run: Run, given: Value) => readonly Value[] | undefined;

/** A tool that is called with a model and with what it is run on, in one of the arguments that `ways` names. */
function tool(
  name: string,
  signature: string,
  ways: Readonly<Record<string, Inputs>>,
  give: (model: Value) => Value = () => new Unknown(`what ${name} tells is not followed`),
): readonly [string, Builtin] {
  const builtin = new Builtin(name, (run, args, site) => {
    const bound = bind(signature, args);
    runOn(
      run,
      bound.get("model"),
      inputsIn(run, (fed) => bound.get(fed), ways),
      site,
    );
    return give(bound.get("model"));
  });
  return [name, builtin];
}

function inputsIn(
  run: Run,
  get: (name: string) => Value,
  ways: Readonly<Record<string, Inputs>>,
): readonly Value[] | undefined {
  for (const [fed, inputs] of Object.entries(ways)) {
    const given = get(fed);
    if (given !== null) return inputs(run, given);
  }
  return undefined;
}

function runOn(run: Run, model: Value, inputs: readonly Value[] | undefined, site: Site): void {
  if (model instanceof Unknown || inputs === undefined || inputs.length === 0) return;
  const args: Arguments = argumentsOf(...inputs);
  run.call(model, args, site);
}

/** Tensors of the shapes that are given, one or several, behind a batch of so many if the shapes have none. */
function ofSizes(batch: readonly number[]): Inputs {
  return (run, given) => {
    const items = itemsOf(given);
    if (items === undefined) return undefined;
    const isOne = items.every((item) => itemsOf(item) === undefined);
    const shapes = isOne ? [shapeFrom(run, items)] : items.map((item) => shapeFrom(run, [item]));
    const tensors = shapes.flatMap((shape) =>
      shape ? [new TorchTensor({ shape: [...batch, ...shape], dtype: "float32" })] : [],
    );
    return tensors.length === shapes.length ? tensors : undefined;
  };
}

const ofTensors: Inputs = (_run, given) => (given instanceof TorchTensor ? [given] : itemsOf(given));

/** By their module's name. torchsummary runs two samples, ptflops one, and torchinfo's sizes have a batch of their own. */
export const summaryTools: Readonly<Record<string, Names>> = {
  torchsummary: [tool("summary", "model, input_size, batch_size=-1, device=None", { input_size: ofSizes([2]) })],
  torchinfo: [
    tool("summary", "model, input_size=None, input_data=None", { input_size: ofSizes([]), input_data: ofTensors }),
  ],
  ptflops: [tool("get_model_complexity_info", "model, input_res", { input_res: ofSizes([1]) })],
  thop: [tool("profile", "model, inputs", { inputs: ofTensors })],
  "fvcore.nn": [tool("FlopCountAnalysis", "model, inputs", { inputs: ofTensors })],
};

export const exporters: Names = [tool("export", "model, args", { args: ofTensors })];
export const tracers: Names = [
  tool("trace", "model, example_inputs=None", { example_inputs: ofTensors }, (model) => model),
];
