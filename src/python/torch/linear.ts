/** Linear layers: the last axis times a matrix, and what people forget before them. */

import { compareDims } from "../../tensor/dim/order.ts";
import { productOfDims } from "../../tensor/dim/sum.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim } from "../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../tensors/answer.ts";
import { codes } from "../tensors/codes.ts";
import { isUnknownSize } from "../tensors/unknown-size.ts";
import type { SourceFix } from "../trace.ts";
import type { Call } from "./call.ts";
import { flattenArgument, flattenInList, setArgument } from "./repairs.ts";

export function multiplyLast(call: Call, input: Shape, inFeatures: Dim, outFeatures: Dim): ShapeAnswer {
  const last = input.at(-1);
  if (last === undefined) return mistaken(codes.rank, "expects at least one axis and gets a single number.");
  const shape = [...input.slice(0, -1), outFeatures];
  call.macs = macsOf(shape, inFeatures);
  const fits = compareDims("==", last, inFeatures);
  call.fits = fits === true;
  if (fits !== false) {
    const equations =
      typeof last !== "number" && typeof inFeatures === "number" ? [{ size: last, expected: inFeatures }] : [];
    return { shape, equations };
  }
  return forgotFlatten(call, input, inFeatures, outFeatures) ?? wrongFeatures(call, input, inFeatures, shape);
}

function macsOf(output: Shape, inFeatures: Dim): Dim {
  return productOfDims([...output, inFeatures]);
}

/** An image that reaches a linear layer, or rows that are as long as expected once they are flattened. */
function forgotFlatten(call: Call, input: Shape, inFeatures: Dim, outFeatures: Dim): ShapeAnswer | undefined {
  const row = productOfDims(input.slice(1));
  const matches = input.length > 2 && compareDims("==", row, inFeatures) === true;
  // Rows of a length that is not known are no rows to set a number by.
  if (!matches && (input.length !== 4 || isUnknownSize(row) || hasChannelsLast(input))) return undefined;
  const repair = matches ? {} : setArgument(call, "in_features", row);
  const also = matches ? "" : `, and set in_features to ${formatDim(row)}`;
  const remedy =
    !matches && input[1] === inFeatures
      ? "Average each channel, as x.mean((2, 3)) does, or flatten it"
      : "Flatten it first";
  const meant = [input[0] as Dim, outFeatures];
  // Of the flattened rows, as everything behind is of what was surely meant.
  call.macs = macsOf(meant, matches ? inFeatures : row);
  return {
    mistake: {
      code: codes.forgotFlatten,
      message:
        `expects rows of ${formatDim(inFeatures)} features and gets ${formatShape(input)}, whose last axis is ${formatDim(input.at(-1) as Dim)}. ` +
        `${remedy}, as torch.flatten(x, 1) does${also}.`,
      meant,
      ...bothFixes(flattenArgument(call) ?? flattenInList(call), repair.fix),
    },
  };
}

/** A square image as transformers over windows keep it. */
function hasChannelsLast([, rows, columns, channels]: Shape): boolean {
  return rows !== undefined && rows === columns && columns !== channels;
}

function bothFixes(flatten: SourceFix | undefined, features: SourceFix | undefined): { fix?: SourceFix } {
  if (flatten === undefined) return {};
  if (features === undefined) return { fix: flatten };
  const title = `${flatten.title} and ${features.title.replace(/^S/, "s")}`;
  return { fix: { title, edits: [...flatten.edits, ...features.edits] } };
}

function wrongFeatures(call: Call, input: Shape, inFeatures: Dim, meant: Shape): ShapeAnswer {
  const found = input.at(-1) as Dim;
  call.macs = macsOf(meant, found);
  const name = call.module ? "in_features" : "the weight's last axis";
  return {
    mistake: {
      code: codes.inFeatures,
      message: `expects ${formatDim(inFeatures)} input features and gets ${formatDim(found)} from ${formatShape(input)}. Set ${name} to ${formatDim(found)}.`,
      meant,
      missed: [inFeatures, found],
      ...setArgument(call, "in_features", found),
    },
  };
}

/** Another module whose argument says how long its input's last axis is. */
export function checkFeatures(
  call: Call,
  input: Shape,
  { expected, argument }: { readonly expected: Dim; readonly argument: string },
  output: Shape,
): ShapeAnswer {
  const found = input.at(-1);
  const fits = found === undefined ? undefined : compareDims("==", found, expected);
  call.fits = fits === true;
  if (found === undefined || fits !== false) return { shape: output };
  const [wanted, got] = [formatDim(expected), formatDim(found)];
  return {
    mistake: {
      code: codes.inFeatures,
      message: `expects ${wanted} features in the last axis and gets ${got} from ${formatShape(input)}. Set ${argument} to ${got}.`,
      meant: output,
      missed: [expected, found],
      ...setArgument(call, argument, found),
    },
  };
}
