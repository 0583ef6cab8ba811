/** Tells whether a window does not fit because the model's input gives the image channels first. */
import type { SourceFix } from "../../trace.ts";
import { replaceArgument } from "../fixes.ts";
import type { KerasTensor } from "../keras-tensor.ts";
import type { LayerCall } from "../layer-call.ts";
import { inputShapeArgument } from "../layer-state.ts";
import { formatShape, type Shape } from "../sizes.ts";

interface Explanation {
  readonly message: string;
  readonly fix: SourceFix | undefined;
}

/** `undefined`: the input does not look so. */
export function imageGivenChannelsFirst(call: LayerCall): Explanation | undefined {
  if (call.dataFormat === "channels_first") return undefined;
  const input = firstInput(call.input);
  const shape = input?.shape;
  if (input === undefined || shape === undefined || !looksChannelsFirst(shape)) return undefined;
  const [, channels, height, width] = shape as [unknown, number, number, number];
  const swapped = `(${height}, ${width}, ${channels})`;
  const message = `The input ${formatShape(shape)} has its channels first, and Keras reads them last: its shape should be ${swapped}.`;
  const argument = input.node?.layer && inputShapeArgument(input.node.layer);
  return { message, fix: replaceArgument(argument, swapped, `Write the shape as ${swapped}`) };
}

/** One, three or four channels before an image that is larger than that. */
export function looksChannelsFirst(shape: Shape): boolean {
  if (shape.length !== 4) return false;
  const [, first, second, third] = shape;
  if (typeof first !== "number" || typeof second !== "number" || typeof third !== "number") return false;
  return (first === 1 || first === 3 || first === 4) && second >= 8 && third >= 8;
}

/** The model's input from which a tensor comes, along the first input of each step. */
export function firstInput(tensor: KerasTensor | undefined): KerasTensor | undefined {
  let current = tensor;
  for (let steps = 0; current?.node !== undefined && steps < 10_000; steps++) {
    const [before] = current.node.inputs;
    if (before === undefined) return current;
    current = before;
  }
  return undefined;
}
