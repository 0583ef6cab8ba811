/** Remedies for videos in a list of layers: layers that should have gone over each of their images. */
import type { Proposal, WrongStep } from "../proposal.ts";
import type { Reached } from "../source/reach.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";
import { insertedBefore, isImported, prefixInFile, prefixOfLayers } from "./missing-layers.ts";

const OF_IMAGES = /^(Conv2D|SeparableConv2D|DepthwiseConv2D|(Global)?(Max|Average)Pooling2D)$/;
const RECURRENT = /^(LSTM|GRU|SimpleRNN|Bidirectional)$/;
const VIDEO = 5;

const costs = { wrapped: 0.1, left: 0.3 } as const;

export function eachStepProposals(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const prefix = prefixOfLayers(wrong, before) ?? prefixInFile(wrong);
  if (prefix === undefined) return [];
  return proposed(wrong, before, prefix).filter(({ fix }) => fix.edits.every(isImported));
}

function proposed(wrong: WrongStep, before: readonly Reached[], prefix: string): Proposal[] {
  if (OF_IMAGES.test(wrong.type)) return isVideo(wrong) ? wrapped(wrong.module?.site, prefix) : [];
  if (!RECURRENT.test(wrong.type)) return [];
  const flattened = before.find(({ step, distance }) => distance === 0 && step.type === "Flatten" && isVideo(step));
  if (flattened) return wrapped(flattened.step.module?.site, prefix);
  if (!isVideo(wrong) || wrong.handed) return [];
  const added = insertedBefore(wrong, `${prefix}TimeDistributed(${prefix}Flatten())`, costs.left);
  return added ? [added] : [];
}

function isVideo({ inputs: [input] }: Pick<WrongStep, "inputs">): boolean {
  return input?.shape?.length === VIDEO;
}

/** Only where other layers of the file are wrapped: else one of volumes may be meant. */
function wrapped(made: Written | undefined, prefix: string): Proposal[] {
  if (made === undefined || !/\bTimeDistributed\(/.test(made.file.text)) return [];
  const text = `${prefix}TimeDistributed(${textAt(made)})`;
  return [rewritten(made, text, costs.wrapped, `Write ${text}`)];
}
