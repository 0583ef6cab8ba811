/** Remedies for a Keras model that is called with another shape than it was built for. */
import { inputShapeArgument, stateIn } from "../../../python/keras/layer-state.ts";
import { tupleText } from "../../../python/tuple-text.ts";
import { lineOf, textAt } from "./edits.ts";
import type { Proposal, WrongStep } from "./proposal.ts";

/** What the model's only input expects without the batch, where all of it is known; `undefined`: it is no such model. */
export function expectedShape({ module }: Pick<WrongStep, "module">): readonly number[] | undefined {
  const inputs = (module && stateIn(module)?.graph?.inputs) ?? [];
  return inputs.length === 1 ? knownSizes(inputs[0]?.shape) : undefined;
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
    const written = node?.layer && inputShapeArgument(node.layer)?.written;
    if (sizes === undefined || written === undefined) return [];
    const text = tupleText(sizes);
    const title = `Write the shape as ${text}${lineOf(written)}`;
    // Who wrote a name meant its number.
    const isNamed = /[a-z]/i.test(textAt(written));
    const hasOtherAxes = shape?.length !== sizes.length + 1;
    const cost = unlikeliness(sizes) + (isNamed ? 0.8 : 0) + (hasOtherAxes ? 1.5 : 0);
    return { fix: { title, edits: [{ ...written, text }] }, cost };
  });
}

/** People write square images with few or even numbers of channels. */
export function unlikeliness(sizes: readonly number[]): number {
  const isSquare = sizes.length < 3 || sizes[0] === sizes[1];
  const isEven = sizes.every((size) => size < 8 || size % 4 === 0 || size % 10 === 0);
  return 0.2 + (isSquare ? 0 : 0.5) + (isEven ? 0 : 0.5);
}
