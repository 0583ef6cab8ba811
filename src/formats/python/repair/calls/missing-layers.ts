/** Keras layers that were left out before the call that goes wrong, or before one of the tensors that it joins. */

import { KerasTensor } from "../../../../python/keras/keras-tensor.ts";
import { stateIn } from "../../../../python/keras/layer-state.ts";
import { tupleText } from "../../../../python/tuple-text.ts";
import { productOfDims, sameDim } from "../../../../tensor/dim/sum.ts";
import type { Dim } from "../../../../tensor/dim.ts";
import { sizeOf } from "../../../../tensor/shape.ts";
import type { Proposal, Step, WrongStep } from "../proposal.ts";
import { expectedShape } from "../sizes/model-inputs.ts";
import { argumentsIn, bracketsOf, calleeOf, callSite, valueIn } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { writtenAt } from "../source/settings.ts";
import { isInside, matchesIn, rewritten, textAt, type Written } from "../source/written.ts";
import { missingInParts } from "./missing-parts.ts";
import { missingReshapes } from "./missing-reshapes.ts";

export interface Missing {
  /** As it would be called on the tensor. */
  readonly layer: string;
  readonly cost: number;
}

export function missingLayers(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const found = leftOut(wrong, before).filter(({ fix }) => fix.edits.every(isImported));
  return found.map(({ fix, cost }) => ({ fix, cost: fix.edits.some(isUnused) ? costs.imported + cost / 10 : cost }));
}

/** The file imports a layer that it never builds. */
function isUnused({ file, text }: Proposal["fix"]["edits"][number]): boolean {
  const [name = ""] = text.match(/(?<![\w.])[A-Z]\w+(?=\()/g) ?? [];
  return name !== "" && matchesIn({ file, range: { start: 0, end: file.text.length } }, word(name)).length === 1;
}

function word(name: string): RegExp {
  return new RegExp(`\\b${name}\\b`, "g");
}

/** Layers that are named without their library can only be written where the file imports them. */
export function isImported({ file, text }: Proposal["fix"]["edits"][number]): boolean {
  const names = text.match(/(?<![\w.])[A-Z]\w+(?=\()/g) ?? [];
  return names.every((name) => new RegExp(`\\b${name}\\b`).test(file.text));
}

function leftOut(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const { handed, inputs } = wrong;
  const prefix = prefixOfLayers(wrong, before) ?? prefixInFile(wrong);
  if (prefix === undefined) return [];
  const isRowWanted = expectedShape(wrong)?.length === 1;
  const flattened = denseImages(before).flatMap(({ step, cost }) => {
    const added = `${prefix}Flatten()`;
    const others = isRowWanted ? 0 : costs.unasked;
    return layerBefore(step, added, cost + others) ?? [];
  });
  const images = imagesBefore(wrong, before).flatMap((missing) =>
    handed
      ? [placedBefore(handed, prefix, missing), ...placedBehind(before, prefix, missing)]
      : (insertedBefore(wrong, `${prefix}${missing.layer}`, missing.cost) ?? []),
  );
  flattened.push(...images, ...missingReshapes(wrong, before, prefix));
  if (handed === undefined) return flattened;
  if (inputs.length > 1) return [...flattened, ...missingInParts(wrong, before, prefix)];
  const expected = expectedShape(wrong);
  return [...flattened, ...missingIn(wrong, handed, prefix, expected), ...missingAtEnd(wrong, prefix, expected)];
}

/** Around the output of the model that gave what is handed over. */
function missingAtEnd(
  { inputs: [input] }: WrongStep,
  prefix: string,
  expected: readonly number[] | undefined,
): Proposal[] {
  const giver = input instanceof KerasTensor ? input.node?.layer : undefined;
  const call = giver && stateIn(giver)?.graph ? callSite(giver.site) : undefined;
  const given = call ? argumentsIn(bracketsOf(call)) : [];
  const output = given.find((argument) => /^outputs\s*=/.test(textAt(argument))) ?? given[1];
  if (output === undefined || !/^[\w.]+$/.test(textAt(valueIn(output)))) return [];
  return missingBefore(input?.shape ?? [], expected).map(({ layer, cost }) =>
    placedBefore(valueIn(output), prefix, { layer, cost: cost - AT_END }),
  );
}

const AT_END = 0.05;

const costs = {
  /** Of the first dense layer that gets an image, and of one behind it. */
  flatten: 0.4,
  later: 0.5,
  /** Where no row is asked for behind it. */
  unasked: 0.4,
  imported: 0.3,
} as const;

/** Dense layers that get images or sequences, the first one first: what should have made rows of them stands there. */
export function denseImages(before: readonly Reached[]): { readonly step: Step; readonly cost: number }[] {
  const dense = before.filter(({ step }) => step.type === "Dense" && (step.inputs[0]?.shape?.length ?? 0) > 2);
  return dense
    .toReversed()
    .map(({ step }, place) => ({ step, cost: costs.flatten + Math.min(place, 1) * costs.later }));
}

/** A layer more before a step, however that is written; `undefined`: its call stands nowhere. */
export function layerBefore(step: Step, added: string, cost: number): Proposal | undefined {
  const call = callSite(step.site);
  const made = step.module?.site;
  const given = call && made !== call && isInside(made ?? call, call) ? argumentsIn(bracketsOf(call)) : [];
  const isCalled = given.length > 0 && !/[\w.]\.add$|Sequential$/.test(call ? calleeOf(call) : "");
  if (given[0] && isCalled) return rewritten(given[0], `${added}(${textAt(given[0])})`, cost, `Add ${added}`);
  return insertedBefore(step, added, cost);
}

/** A layer more in a list of layers, or in a row of calls of `add`; `undefined`: the step stands in none. */
export function insertedBefore(
  { module, site }: Pick<Step, "module" | "site">,
  added: string,
  cost: number,
): Proposal | undefined {
  const made = module?.site;
  if (made === undefined || (site !== undefined && made !== site && !/Sequential|\.add\(/.test(textAt(site))))
    return undefined;
  const { file, range } = made;
  const lineStart = file.text.lastIndexOf("\n", range.start - 1) + 1;
  const lead = file.text.slice(lineStart, range.start);
  const isAdded = /^\s*[\w.]+\.add\($/.test(lead);
  const text = isAdded ? `${lead}${added})\n` : `${added}, `;
  const start = isAdded ? lineStart : range.start;
  return rewritten({ file, range: { start, end: start } }, text, cost, `Add ${added}`);
}

/** The values of a dense layer as the image that a convolution takes: by the factors in which their number is written. */
function imagesBefore({ type, inputs }: WrongStep, before: readonly Reached[]): Missing[] {
  if (inputs[0]?.shape?.length !== 2 || !/^(Conv2D|UpSampling2D)/.test(type)) return [];
  return before.flatMap(({ step, distance }) => {
    const written = writtenAt(step, "units");
    const factors = written ? textAt(written).split(/\s*\*\s*/) : [];
    if (factors.length !== 3 || !factors.every((factor) => /^[\w.]+$/.test(factor))) return [];
    const [a, b, c] = factors as [string, string, string];
    const sizes = b === c ? [b, c, a] : [a, b, c];
    return [{ layer: `Reshape((${sizes.join(", ")}))`, cost: 0.4 + distance / 20 }];
  });
}

function missingIn(
  { type, inputs }: WrongStep,
  handed: Written,
  prefix: string,
  expected: readonly number[] | undefined,
): Proposal[] {
  const shape = inputs[0]?.shape ?? [];
  const inSteps = RECURRENT.test(type) ? stepsOf(shape, prefix) : [];
  return [...inSteps, ...missingBefore(shape, expected)].map((missing) => placedBefore(handed, prefix, missing));
}

const RECURRENT = /^(LSTM|GRU|SimpleRNN|Bidirectional)$/;

/** Images or volumes as rows, one for each step. */
function stepsOf(shape: readonly Dim[], prefix: string): Missing[] {
  return shape.length > 3 ? [{ layer: `TimeDistributed(${prefix}Flatten())`, cost: 0.5 }] : [];
}

/** They are named without their library more often than layers. */
const MODELS = /^(Model|Functional|Sequential)$/;

/** How the text names Keras's layers: `layers.`, or nothing where they are imported one by one. */
export function prefixOfLayers(wrong: WrongStep, before: readonly Reached[]): string | undefined {
  for (const { module } of [wrong, ...before.map(({ step }) => step)]) {
    if (module === undefined || module.cls.written || module.site.file.isDescribed) continue;
    const callee = /^([\w.]*?)(\w+)$/.exec(calleeOf(module.site));
    if (MODELS.test(module.cls.name)) continue;
    if (callee?.[2] === module.cls.name && /^(|.*layers\.|\w\.)$/.test(callee[1] ?? "")) return callee[1];
  }
  return undefined;
}

/** As the file names other layers; by itself where it imports layers one by one. */
export function prefixInFile({ site }: WrongStep): string | undefined {
  const { text } = site.file;
  if (/^from [\w.]*layers import /m.test(text)) return "";
  return /(?<![\w.])((?:\w+\.)*layers\.)[A-Z]\w+\(/.exec(text)?.[1];
}

function missingBefore(shape: readonly Dim[], expected: readonly number[] | undefined): Missing[] {
  const rank = shape.length;
  const length = (expected?.length ?? -1) + 1;
  const holdsAsMuch = expected !== undefined && sameDim(productOfDims(shape.slice(1)), sizeOf(expected));
  const isKnown = shape.slice(1).every((size) => typeof size === "number");
  const isTurned = [...(expected ?? [])].sort().join() === [...shape.slice(1)].sort().join();
  // Of images that differ in size alone.
  const scale = rank === 4 && length === 4 && isKnown ? Number(expected?.[0]) / Number(shape[1]) : 1;
  const found: (Missing & { readonly fits: boolean })[] = [
    { layer: "Flatten()", cost: length === 2 ? 0.4 : 1, fits: rank > 2 },
    { layer: `GlobalAveragePooling${rank - 2}D()`, cost: length === 2 ? 0.9 : 1.3, fits: rank > 2 && rank < 6 },
    { layer: `Reshape(${tupleText(expected ?? [])})`, cost: isTurned ? 1.5 : 0.3, fits: holdsAsMuch && length > 2 },
    { layer: `Reshape(${tupleText(rowsOf(shape))})`, cost: 1.2, fits: rank === 4 && length !== 2 && isKnown },
    { layer: `UpSampling2D(${scale})`, cost: 1.6, fits: scale > 1 && Number.isInteger(scale) },
    { layer: `MaxPooling2D(${1 / scale})`, cost: 1.7, fits: scale < 1 && Number.isInteger(1 / scale) },
    ...borders(shape, expected),
    { layer: "Permute((2, 1))", cost: 1.6, fits: rank === 3 },
    { layer: "Permute((2, 3, 1))", cost: 1.6, fits: rank === 4 },
    { layer: "Permute((3, 1, 2))", cost: 1.8, fits: rank === 4 },
    { layer: "Reshape((-1, 1))", cost: 2, fits: rank === 2 && expected === undefined },
  ];
  return found.filter(({ fits }) => fits);
}

/** Images with a border too much, or without one. */
function borders(shape: readonly Dim[], expected: readonly number[] | undefined) {
  const [more, other] = [0, 1].map((axis) => Number(shape[axis + 1]) - Number(expected?.[axis]));
  const isBorder = shape.length === 4 && expected?.length === 3 && more === other && Number(more) % 2 === 0;
  const width = Math.abs(Number(more)) / 2;
  const layer = Number(more) > 0 ? "Cropping2D" : "ZeroPadding2D";
  return [
    { layer: `${layer}((${width}, ${width}))`, cost: 1.35, fits: isBorder && width > 0 && width <= WIDEST_BORDER },
  ];
}

const WIDEST_BORDER = 8;

export function placedBefore(handed: Written, prefix: string, { layer, cost }: Missing): Proposal {
  const text = `${prefix}${layer}(${textAt(handed)})`;
  return rewritten(handed, text, cost, `Write ${text}`);
}

/** Around the call before: in a loop the layer that goes wrong gets its own answers too. */
function placedBehind(before: readonly Reached[], prefix: string, missing: Missing): Proposal[] {
  const last = before.find(({ distance }) => distance === 0)?.step;
  const call = callSite(last?.site);
  if (call === undefined || last?.module === undefined || call === last.module.site) return [];
  return [placedBefore(call, prefix, { ...missing, cost: missing.cost + 0.05 })];
}

/** An image as rows of its pixels. */
function rowsOf([, ...sizes]: readonly Dim[]): number[] {
  return [sizeOf(sizes.slice(0, -1) as number[]), Number(sizes.at(-1))];
}
