/** Norms: they keep the shape, and expect a certain number of channels. */

import { compareDims } from "../../tensor/dim/order.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim } from "../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../tensors/answer.ts";
import { codes } from "../tensors/codes.ts";
import { unknownSize } from "../tensors/unknown-size.ts";
import type { Call } from "./call.ts";
import { setArgument } from "./repairs.ts";

/** Batch, group and instance norm, whose channels are the second axis. */
export function normalizeChannels(call: Call, input: Shape, channels: Dim | undefined, argument: string): ShapeAnswer {
  const found = input[1];
  if (found === undefined || channels === undefined) return { shape: input };
  if (compareDims("==", found, channels) !== false) {
    const open = typeof found !== "number" && typeof channels === "number";
    return { shape: input, ...(open && { equations: [{ size: found, expected: channels }] }) };
  }
  const [expected, got] = [formatDim(channels), formatDim(found)];
  return {
    mistake: {
      code: codes.numFeatures,
      message: `expects ${expected} channels and gets ${got} from ${formatShape(input)}. Set ${argument} to ${got}.`,
      // Either number may be the wrong one: what follows is not blamed for it.
      meant: input.with(1, unknownSize(call.run)),
      missed: [channels, found],
      ...setArgument(call, argument, found),
    },
  };
}

export function expectRank(input: Shape, ranks: readonly number[]): ShapeAnswer | undefined {
  if (ranks.includes(input.length)) return undefined;
  const message = `expects ${ranks.join(" or ")} axes and gets ${formatShape(input)}, which has ${input.length}.`;
  return mistaken(codes.rank, message, input);
}

/** Layer norm, over the last axes. */
export function normalizeLast(call: Call, input: Shape, normalized: readonly Dim[]): ShapeAnswer {
  const last = input.slice(Math.max(0, input.length - normalized.length));
  const fits =
    last.length === normalized.length &&
    normalized.every((size, axis) => compareDims("==", size, last[axis] as Dim) !== false);
  if (fits) return { shape: input };
  const message = `normalizes the last axes ${formatShape(normalized)} and gets ${formatShape(input)}, which ends in ${formatShape(last)}.`;
  const single = normalized.length === 1 && last.length === 1;
  const [size] = last;
  return {
    mistake: {
      code: codes.normalizedShape,
      message: single ? `${message} Set normalized_shape to ${formatDim(size as Dim)}.` : message,
      meant: input,
      ...(single && { missed: [normalized[0] as Dim, size as Dim] as const }),
      ...(single && setArgument(call, "normalized_shape", size as Dim)),
    },
  };
}
