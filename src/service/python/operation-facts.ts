/** What an operation costs and reaches, a line each: padding, receptive field, parameters, multiply-accumulates. */

import type { PythonModel } from "../../formats/python/python-document.ts";
import { isUnknownSize, sizeText } from "../../python/tensors/unknown-size.ts";
import type { Operation, OperationDetail } from "../../python/trace.ts";
import { sumOfDims } from "../../tensor/dim/sum.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim } from "../../tensor/dim.ts";
import { fieldInWords } from "../layer-words.ts";
import { isPadding, paddingInWords, unusedInWords } from "../window-words.ts";
import { escapeMarkdown, formatNumber } from "../words.ts";
import { macsOf } from "./model-words.ts";
import type { Executed } from "./operations-at.ts";
import { countIn, countText, ofEachSample, parametersOf, sizesIn } from "./sizes.ts";
import { leavesIn } from "./summary-tree.ts";

/** Of a module with parts the receptive field is that of the last, and the multiply-accumulates are the sum. */
export function factsOf({ model, operation }: Executed): string[] {
  const { notes = [] } = operation.detail.value;
  const parts = operation.container ? partsOf(model, operation) : [];
  return [
    ...paddingFacts(operation.detail.value),
    ...notes,
    ...fieldFact(model, parts.at(-1) ?? operation),
    ...parameterFact(model, operation),
    ...(operation.container ? macsOfParts(model, parts) : macsFact(model, operation)),
  ];
}

function partsOf(model: PythonModel, operation: Operation): readonly Operation[] {
  return operation.module === model.root
    ? model.operations.filter(({ container }) => !container)
    : leavesIn(model, operation);
}

function macsOfParts(model: PythonModel, parts: readonly Operation[]): string[] {
  const { macs, eachSample } = macsOf(model, parts);
  return macs === undefined || macs.value === 0
    ? []
    : [`Multiply-accumulates: ${countText(macs)}${eachSample ? " for each sample" : ""}.`];
}

/** Padding that is written in numbers is the same for every size of the input, also for one that is not known. */
function paddingFacts({ window, layer }: OperationDetail): string[] {
  if (window) return [`Padding: ${paddingInWords(window)}.`, ...unusedFact(window)];
  const written = layer?.attributes["padding"];
  return isPadding(written) ? [`Padding: ${paddingInWords(written)}.`] : [];
}

function unusedFact(window: NonNullable<OperationDetail["window"]>): string[] {
  const unused = unusedInWords(window);
  return unused === undefined ? [] : [unused];
}

function fieldFact({ drawing }: PythonModel, operation: Operation): string[] {
  const { nodeOf, analysis } = drawing.value;
  const node = analysis.nodes[nodeOf.get(operation) ?? -1];
  return node?.known && node.receptiveField.kind === "window"
    ? [`Receptive field: ${fieldInWords(node.receptiveField)}.`]
    : [];
}

/** `Parameters: weight 6 × 3 × 5 × 5 + bias 6 = 456.` */
function parameterFact(model: PythonModel, operation: Operation): string[] {
  const { container } = operation;
  const owned = parametersOf(model, operation);
  if (owned.length === 0) return [];
  const counted = totalInWords(model, operation);
  if (container || owned.length > 4) return [`Parameters: ${counted}.`];
  // The kernel first, then the bias.
  const sorted = [...owned].sort((a, b) => b.shape.length - a.shape.length);
  const parts = sorted.map(({ name, shape }) => `${name} ${shape.map(sizeText).join(" × ") || "1"}`);
  return [`Parameters: ${escapeMarkdown(`${parts.join(" + ")} = ${counted}`)}.`];
}

/** With letters, where a class was built with some. */
function totalInWords(model: PythonModel, operation: Operation): string {
  const total = countIn(model, operation);
  if (total !== undefined) return countText(total);
  return sizeInWords(sumOfDims(sizesIn(parametersOf(model, operation))));
}

function macsFact(model: PythonModel, { macs }: Operation): string[] {
  if (macs === undefined || macs === 0) return [];
  const each = ofEachSample(model, macs);
  const text = each === undefined ? sizeInWords(macs) : `${sizeInWords(each)} for each sample`;
  return [`Multiply-accumulates: ${escapeMarkdown(text)}.`];
}

function sizeInWords(size: Dim): string {
  return isUnknownSize(size) ? "unknown" : formatSize(formatDim(size));
}

/** A number with its thousands apart; anything else as it is. */
export function formatSize(text: string): string {
  return /^\d+$/.test(text) ? formatNumber(Number(text)) : text;
}
