/**
 * What the file itself feeds its models with: `net(torch.randn(1, 3, 32, 32))`, `summary(net, (1, 28, 28))`, at its top level
 * or in a function that needs nothing, such as the `test()` of many model files.
 */
import type { Arguments } from "../../python/arguments.ts";
import { PyFunction } from "../../python/callables.ts";
import type { Framework } from "../../python/framework.ts";
import type { Site } from "../../python/site.ts";
import type { Tensor } from "../../python/tensor.ts";
import type { Operation, Trace } from "../../python/trace.ts";
import { Instance } from "../../python/value.ts";
import { hasUnknown, repeatable } from "./call-again.ts";
import { definitionsOf, takesNothing } from "./definitions.ts";
import type { InputShape } from "./model-input.ts";
import type { Program } from "./program.ts";
import { tensorsIn } from "./tensors-in.ts";

export interface Evidence {
  readonly shapes: readonly InputShape[];
  readonly site: Site | undefined;
  /** Of which data set all of it is a batch, by its name. */
  readonly dataset: string | undefined;
  /** The call, if it can be made again. */
  readonly call: FileCall | undefined;
}

/** Arguments, and which of them are the inputs. */
export interface FileCall {
  readonly args: Arguments;
  readonly inputs: readonly Tensor[];
}

/** What may make a tensor of a literal shape. */
const MAKES_TENSOR = /\b(?:randn?|zeros|ones|empty|full|Input|summary|get_model_complexity_info|randint)\s*\(/;
const MOST_TRIALS = 12;

/** Traces in which the file may call its models: of its top level, and of functions that look like trials. */
export function* tracesOf(program: Program): Generator<Trace> {
  yield program.loaded;
  let trials = 0;
  for (const { kind, name, function: made, whole } of definitionsOf(program.syntax)) {
    const text = program.syntax.file.text.slice(whole.start, whole.end);
    if (kind !== "function" || made === undefined || !takesNothing(made) || !MAKES_TENSOR.test(text)) continue;
    const value = program.module.names.get(name);
    if (!(value instanceof PyFunction) || ++trials > MOST_TRIALS) continue;
    yield program.make(value).trace;
  }
}

/**
 * The first call of the model whose inputs' shapes are known, one with batches of a data set last; also one that may never be made, as in a loop over a loader of which
 * nothing is known; if there is none, the first of another model of the same class of the user's.
 */
export function evidenceIn(traces: readonly Trace[], root: Instance, framework: Framework): Evidence | undefined {
  const calls = [...traces.flatMap((trace) => trace.operations), ...traces.flatMap(forwardCalls)];
  const own = calls.filter(({ module }) => module === root);
  const [loaded, written] = [own.filter(isLoaded), own.filter((call) => !isLoaded(call))];
  const known =
    firstKnown(written.filter(({ certain }) => certain)) ??
    fedTo(root, framework) ??
    firstKnown(written) ??
    firstKnown(loaded);
  if (known !== undefined || !root.cls.written) return known;
  return firstKnown(calls.filter(({ certain, module }) => certain && module?.cls === root.cls));
}

/** What a model is called with, as far as it matters here. */
type Call = Pick<Operation, "module" | "inputs" | "site" | "args" | "certain">;

/** `net.forward(x)`, as some call PyTorch's models. */
function forwardCalls({ calls }: Trace): Call[] {
  return calls.flatMap(({ name, self, site, args, certain }) =>
    name === "forward" && self instanceof Instance
      ? [{ module: self, inputs: inputsIn(args), site, args, certain }]
      : [],
  );
}

function inputsIn({ positional, named }: Arguments): Tensor[] {
  return [...positional, ...named.values()].flatMap(({ value }) => tensorsIn(value));
}

function fedTo(root: Instance, framework: Framework): Evidence | undefined {
  const fed = framework.fedOf?.(root);
  return fed?.shapes.every(isKnown) ? { ...fed, dataset: undefined, call: undefined } : undefined;
}

/** Whether it is called with batches of a data set alone. */
function isLoaded({ inputs }: Call): boolean {
  return inputs.length > 0 && inputs.every(({ dataset }) => dataset !== undefined);
}

function firstKnown(calls: readonly Call[]): Evidence | undefined {
  for (const each of calls) {
    const { inputs, site, args } = each;
    if (inputs.length === 0 || hasUnknown(args)) continue;
    const shapes = inputs.flatMap(({ shape }) => (shape !== undefined && isKnown(shape) ? [shape] : []));
    const again = repeatable(args, inputs);
    if (shapes.length === inputs.length) {
      const dataset = isLoaded(each) ? inputs[0]?.dataset : undefined;
      return { shapes, site, dataset, call: again && { args: again, inputs } };
    }
  }
  return undefined;
}

/** The batch apart, which Keras leaves open. */
function isKnown(shape: InputShape): boolean {
  return shape.every((size, axis) => axis === 0 || typeof size === "number");
}
