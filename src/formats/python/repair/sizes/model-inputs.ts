/** Remedies for a Keras model that is called with another shape than it was built for. */
import { inputShapeArgument, stateIn } from "../../../../python/keras/layer-state.ts";
import { tupleText } from "../../../../python/tuple-text.ts";
import { outside } from "../../place-problems.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { defaultOf } from "../source/scope.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";

/** The code of that mistake. */
export const MODEL_INPUT = "shape/model-input";

/** What the model's only input expects without the batch, where all of it is known; `undefined`: it is no such model. */
export function expectedShape({ module }: Pick<WrongStep, "module">): readonly number[] | undefined {
  const inputs = (module && stateIn(module)?.graph?.inputs) ?? [];
  return inputs.length === 1 ? knownSizes(inputs[0]?.shape) : undefined;
}

/** The same of each of a model's inputs. */
export function expectedShapes({ module }: Pick<WrongStep, "module">): readonly (readonly number[] | undefined)[] {
  const inputs = (module && stateIn(module)?.graph?.inputs) ?? [];
  return inputs.map(({ shape }) => knownSizes(shape));
}

function knownSizes(shape: readonly unknown[] | undefined): readonly number[] | undefined {
  const sizes = shape?.slice(1);
  return sizes?.every((size) => typeof size === "number") ? sizes : undefined;
}

/** The model's own input written anew, like what it gets. */
export function modelInputProposals({ module, inputs }: Pick<WrongStep, "module" | "inputs">): Proposal[] {
  const expected = (module && stateIn(module)?.graph?.inputs) ?? [];
  return expected.flatMap(({ node, shape }, place) => {
    const sizes = knownSizes(inputs[place]?.shape);
    const own = node?.layer && inputShapeArgument(node.layer)?.written;
    const handed = own?.file.isDescribed ? handedShape(module) : own;
    const written = (handed && defaultOf(handed)) ?? handed;
    if (sizes === undefined || written === undefined) return [];
    const open = shape?.length === sizes.length + 1 ? shape.slice(1).map((size) => typeof size !== "number") : [];
    const text = tupleText(sizes.map((size, axis) => (open[axis] ? "None" : size)));
    // Who wrote a name meant its number.
    const isNamed = /[a-z]/i.test(textAt(written));
    const hasOtherAxes = shape?.length !== sizes.length + 1;
    const cost = unlikeliness(sizes) + (isNamed ? 0.8 : 0) + (hasOtherAxes ? 1.5 : 0);
    return rewritten(written, text, cost, `Write the shape as ${text}`);
  });
}

/** Where the text hands `input_shape` to a model of `keras.applications`. */
function handedShape(model: WrongStep["module"]): Written | undefined {
  const call = model && outside(model.site);
  const text = call?.file.text.slice(call.range.start, call.range.end) ?? "";
  const found = /\binput_shape\s*=\s*/.exec(text);
  const value = found && /^(?:\([^()]*\)|\[[^[\]]*\]|\w+)/.exec(text.slice(found.index + found[0].length));
  if (call === undefined || found === null || !value) return undefined;
  const start = call.range.start + found.index + found[0].length;
  return { file: call.file, range: { start, end: start + value[0].length } };
}

/** People write square images with few or even numbers of channels. */
export function unlikeliness(sizes: readonly number[]): number {
  const isSquare = sizes.length < 3 || sizes[0] === sizes[1];
  const isEven = sizes.every((size) => size < 8 || size % 4 === 0 || size % 10 === 0);
  return 0.2 + (isSquare ? 0 : 0.5) + (isEven ? 0 : 0.5);
}
