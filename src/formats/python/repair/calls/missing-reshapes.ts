/** Reshapes that were left out: at the end of a Sequential whose answer a model takes, and before a layer of sequences in a list. */

import { KerasTensor } from "../../../../python/keras/keras-tensor.ts";
import { inputShapeArgument, stateIn } from "../../../../python/keras/layer-state.ts";
import { tupleText } from "../../../../python/tuple-text.ts";
import type { Instance } from "../../../../python/value.ts";
import { productOfDims, sameDim } from "../../../../tensor/dim/sum.ts";
import { sizeOf } from "../../../../tensor/shape.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { expectedShapes } from "../sizes/model-inputs.ts";
import { callSite } from "../source/call-text.ts";
import { lineAt, lineBehind } from "../source/lines.ts";
import type { Reached } from "../source/reach.ts";
import { meansTheSame } from "../source/scope.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";
import { insertedBefore } from "./missing-layers.ts";

const AT_END = 0.08;
const IN_LIST = 0.35;

export function missingReshapes(wrong: WrongStep, before: readonly Reached[], prefix: string): Proposal[] {
  return [...endsOfSequentials(wrong, prefix), ...pixelsInLists(wrong, before, prefix)];
}

/** `model.add(Reshape(...))` behind the last layer, where its answer holds as many values as the next model takes. */
function endsOfSequentials(wrong: WrongStep, prefix: string): Proposal[] {
  return expectedShapes(wrong).flatMap((expected, place) => {
    const input = wrong.inputs[place];
    const sizes = input?.shape?.slice(1);
    const last = input instanceof KerasTensor ? lastOf(input.node?.layer) : undefined;
    const isOther = expected !== undefined && sizes?.length !== expected.length;
    if (!isOther || sizes === undefined || last === undefined) return [];
    if (!sameDim(productOfDims(sizes), sizeOf(expected))) return [];
    const layer =
      expected.length === 1 ? "Flatten()" : `Reshape(${shapeText(wrong, place, last) ?? tupleText(expected)})`;
    return addedBehind(last, `${prefix}${layer}`, AT_END) ?? [];
  });
}

/** Of a Sequential, or of a model that only hands on to one. */
function lastOf(model: Instance | undefined): Written | undefined {
  const { graph, sequence } = (model && stateIn(model)) ?? {};
  if (sequence) return sequence.at(-1)?.site;
  const node = graph?.outputs.length === 1 ? graph.outputs[0]?.node : undefined;
  return node?.layer && node.layer !== model ? lastOf(node.layer) : undefined;
}

/** As the next model's input is written, if that means the same here. */
function shapeText({ module }: WrongStep, place: number, at: Written): string | undefined {
  const input = module && stateIn(module)?.graph?.inputs[place]?.node?.layer;
  const written = input && inputShapeArgument(input)?.written;
  return written && /^[\w.]+$/.test(textAt(written)) && meansTheSame(written, at) ? textAt(written) : undefined;
}

/** One layer more: in the list, behind the call of `add`, or of what the last call gave a name. */
export function addedBehind(last: Written, layer: string, cost: number): Proposal | undefined {
  const { file, range } = last;
  const line = lineAt(last);
  const [lead] = (line && /^[\w.]+\.add\((?=\s*[\w.]+\()/.exec(textAt(line))) ?? [];
  if (line && lead && textAt(line).endsWith("))")) {
    const { place, text } = lineBehind(line, `${lead}${layer})`);
    return rewritten(place, text, cost, `Add ${layer}`);
  }
  const [, name] = (line && /^(\w+)\s*=\s*[\w.]+\(.*\)\(\w+\)$/s.exec(textAt(line))) ?? [];
  if (line && name) {
    const { place, text } = lineBehind(line, `${name} = ${layer}(${name})`);
    return rewritten(place, text, cost, `Add ${layer}`);
  }
  const isListed = /[,[]\s*$/.test(file.text.slice(0, range.start)) && /^\s*[,\]]/.test(file.text.slice(range.end));
  const end = { file, range: { start: range.end, end: range.end } };
  return isListed ? rewritten(end, `, ${layer}`, cost, `Add ${layer}`) : undefined;
}

/** An image as rows of its pixels, before a layer of a list that takes sequences. */
function pixelsInLists(wrong: WrongStep, before: readonly Reached[], prefix: string): Proposal[] {
  const shape = wrong.inputs[0]?.shape ?? [];
  const channels = shape.at(-1);
  const isSequence = /^(Permute|LSTM|GRU|SimpleRNN|Bidirectional|Conv1D)$/.test(wrong.type);
  if (!isSequence || shape.length !== 4 || typeof channels !== "number") return [];
  const text = `${prefix}Reshape((-1, ${channelsText(wrong, before) ?? channels}))`;
  const added = insertedBefore(wrong, text, IN_LIST);
  return added ? [added] : [];
}

/** As the layer before it writes how many it gives. */
function channelsText({ site }: WrongStep, before: readonly Reached[]): string | undefined {
  const [written] = before.flatMap(({ step }) => step.settings?.("filters")?.written ?? []);
  const call = callSite(site);
  return written && call && meansTheSame(written, call) ? textAt(written) : undefined;
}
