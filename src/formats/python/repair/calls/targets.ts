/**
 * Remedies for targets that a Keras model's loss refuses: layers left out on the way to the answer, classes that are no columns yet.
 */

import { KerasTensor } from "../../../../python/keras/keras-tensor.ts";
import { stateIn } from "../../../../python/keras/layer-state.ts";
import { crossEntropyOf, lossKind } from "../../../../python/keras/models/losses.ts";
import { TRAINING } from "../../../../python/keras/models/targets.ts";
import type { Tensor } from "../../../../python/tensor.ts";
import type { Instance } from "../../../../python/value.ts";
import { uncalledLayers } from "../lines/forgotten-calls.ts";
import { type Proposal, type Step, sizeAt, type WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, calleeOf, callSite, elementsOf, topLevelArguments } from "../source/call-text.ts";
import { lineAt, lineBehind } from "../source/lines.ts";
import type { Reached } from "../source/reach.ts";
import { assignmentsAround, namesWorth } from "../source/scope.ts";
import { matchesIn, rewritten, shortened, textAt, type Written, within } from "../source/written.ts";
import { recurrentIn } from "./keras-calls.ts";
import {
  denseImages,
  insertedBefore,
  isImported,
  layerBefore,
  prefixInFile,
  prefixOfLayers,
} from "./missing-layers.ts";
import { addedBehind } from "./missing-reshapes.ts";

const costs = {
  columns: 0.1,
  otherLoss: 0.15,
  written: 0.2,
  fewerInputs: 0.3,
  activation: 0.4,
  /** On top of that of making a row of all values. */
  average: 0.05,
  wholePool: 0.25,
  lastStep: 0.3,
  lastLayer: 0.2,
  /** A layer of rectified numbers answers nothing by itself. */
  behindHidden: 0.1,
} as const;

export function targetProposals(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  if (wrong.type !== TRAINING) return otherLosses(wrong);
  const isImage = (wrong.inputs[0]?.shape?.length ?? 0) > 2;
  return [
    ...columns(wrong),
    ...otherLossOfSeveral(wrong),
    ...otherTargets(wrong),
    ...otherRows(wrong),
    ...lastLayers(wrong, before),
    ...uncalledLayers(wrong),
    ...(isImage ? [...flattened(wrong, before), ...lastSteps(before)] : []),
  ];
}

/** The cross entropy that takes the numbers of classes in place of the one that takes a column for each, or the reverse. */
function otherLosses({ settings }: WrongStep): Proposal[] {
  const named = settings?.("loss")?.written;
  if (named === undefined || named.file.isDescribed) return [];
  const others = (["classes", "class numbers"] as const).map((kind) => crossEntropyOf(kind, textAt(named)));
  return others.flatMap((text) =>
    text === textAt(named) ? [] : rewritten(named, text, costs.otherLoss, `Use ${lastWord(text)}`),
  );
}

/** The same in the list of losses of several answers. */
function otherLossOfSeveral({ settings }: WrongStep): Proposal[] {
  const written = settings?.("loss")?.written;
  const losses = written === undefined || written.file.isDescribed ? [] : elementsOf(written);
  return losses.flatMap((loss) =>
    (["classes", "class numbers"] as const).flatMap((kind) => {
      const text = crossEntropyOf(kind, ofSeveral(textAt(loss)));
      return text === textAt(loss) ? [] : rewritten(loss, text, costs.otherLoss);
    }),
  );
}

/** Named as that of several classes where it is that of two. */
function ofSeveral(text: string): string {
  return text
    .replace(/(?<!\w)binary_(?=crossentropy)/, "categorical_")
    .replace(/(?<!\w)Binary(?=Crossentropy)/, "Categorical");
}

function lastWord(text: string): string {
  return text.slice(text.lastIndexOf(".") + 1);
}

/** A dense layer at the end of a model that answers with something else than classes or one number. */
function lastLayers(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const [answer, targets] = wrong.inputs;
  const prefix = prefixOfLayers(wrong, before) ?? prefixInFile(wrong);
  const last = answer instanceof KerasTensor ? lastLayerOf(answer.node?.layer) : undefined;
  const units = targets === undefined ? 1 : sizeAt(targets, -1);
  if (last === undefined || prefix === undefined || units === undefined || answer?.shape?.length !== 2) return [];
  const [name] = namesWorth(last.site, units);
  const dense = `${prefix}Dense(${name ?? units}`;
  const added = ACTIVATION.test(last.cls.name)
    ? beforeActivation(answer, last, `${dense})`)
    : behindLast(last, dense, activationFor(wrong, units));
  return added?.fix.edits.every(isImported) ? [added] : [];
}

const ACTIVATION = /^(Activation|Softmax)$/;

/** Between an activation and what is no dense layer before it. */
function beforeActivation(answer: Tensor, activation: Instance, dense: string): Proposal | undefined {
  const before = answer instanceof KerasTensor ? answer.node?.inputs[0]?.node?.layer : undefined;
  if (before?.cls.name === "Dense") return undefined;
  return insertedBefore({ module: activation, site: activation.site }, dense, costs.behindHidden);
}

/** `dense`: without its activation and its closing bracket. */
function behindLast(last: Instance, dense: string, wanted: string | undefined): Proposal | undefined {
  const own = stateIn(last)?.options.argument("activation")?.value;
  if (own === "softmax" || own === "sigmoid") return undefined;
  const given = wanted ? `, activation="${wanted}"` : "";
  return addedBehind(last.site, `${dense}${given})`, own === "relu" ? costs.behindHidden : costs.lastLayer);
}

/** What makes of numbers what the loss compares; `undefined`: it compares them as they are. */
function activationFor({ settings }: WrongStep, units: number): string | undefined {
  const kind = lossKind(settings?.("loss")?.value);
  if (kind === "binary") return "sigmoid";
  return kind !== "elementwise" && units > 1 ? "softmax" : undefined;
}

/** Of a Sequential, or the layer that answers itself. */
function lastLayerOf(layer: Instance | undefined): Instance | undefined {
  return (layer && stateIn(layer)?.sequence?.at(-1)) ?? layer;
}

/** Classes as columns, as the file has them elsewhere. */
function columns({ site }: WrongStep): Proposal[] {
  const call = callSite(site);
  const known = matchesIn(wholeOf(site.file), /(?<![\w.])[\w.]*\bto_categorical(?=\()/g)[0]?.at;
  if (call === undefined || known === undefined) return [];
  const { file, range } = known;
  const given = topLevelArguments(file.text.slice(range.end)).slice(1);
  const others = given.map(({ text }) => `, ${text}`).join("");
  const line = lineAt(known);
  const [, name] = (line && /^(\w+)\s*=[^(]*\(\1\b/.exec(textAt(line))) ?? [];
  return targetsWritten(call).map((at) => {
    if (line && name && /^\w+$/.test(textAt(at))) {
      const added = textAt(line).replaceAll(new RegExp(`\\b${name}\\b`, "g"), textAt(at));
      const { place, text } = lineBehind(line, added);
      return rewritten(place, text, costs.columns, `Add ${added}`);
    }
    const text = `${textAt(known)}(${textAt(at)}${others})`;
    return rewritten(at, text, costs.columns, `Write ${shortened(text)}`);
  });
}

/** An array that is written with its shape: as many numbers in each row as are answered. */
function otherTargets({ inputs: [answer, targets], handed, site }: WrongStep): Proposal[] {
  const [size, wanted] = [targets && sizeAt(targets, -1), sizeAt(answer, -1)];
  const place = callSite(site) ?? handed;
  if (size === undefined || wanted === undefined || size === wanted || place === undefined) return [];
  return assignmentsAround(place).flatMap((given) =>
    matchesIn(given, MADE_OF_SHAPE)
      .filter(({ at }) => Number(textAt(at)) === size)
      .map(({ at }) => rewritten(at, String(wanted), costs.written)),
  );
}

/** The last size of a shape. */
const MADE_OF_SHAPE =
  /(?<=\b(?:zeros|ones|empty|full|rand|randn|random|normal|uniform|randint)\(.*,\s*)\d+(?=\s*,?\s*\))/g;

/** As many samples of one array as of another, where they are written in its shape or as the end of a slice. */
function otherRows({ inputs: [first, other], handed, site }: WrongStep): Proposal[] {
  const [rows, others] = [first && sizeAt(first, 0), other && sizeAt(other, 0)];
  const place = callSite(site) ?? handed;
  if (rows === undefined || others === undefined || rows === others || place === undefined) return [];
  const given = assignmentsAround(place);
  return [place, ...given, ...given.flatMap(assignmentsAround)].flatMap((written) =>
    matchesIn(written, ROWS).flatMap(({ at }) => {
      if (Number(textAt(at)) === others) return [rewritten(at, String(rows), costs.written)];
      return Number(textAt(at)) === rows ? [rewritten(at, String(others), costs.fewerInputs)] : [];
    }),
  );
}

/** The first size of a shape, or how many rows a slice keeps. */
const ROWS =
  /(?<=\b(?:zeros|ones|empty|full|rand|randn|random|normal|uniform|randint)\((?:[^()]*[(,=]\s*)?\(?\s*)\d+(?=\s*,)|(?<=\w\[\s*:\s*)\d+(?=\s*\])/g;

function wholeOf(file: Written["file"]): Written {
  return { file, range: { start: 0, end: file.text.length } };
}

/** What is handed over as targets, to train with and to validate with. */
function targetsWritten(call: NonNullable<ReturnType<typeof callSite>>): Written[] {
  const given = argumentsIn(bracketsOf(call));
  const named = (name: string): Written | undefined => {
    const found = given.find((argument) => new RegExp(`^${name}\\s*=(?!=)`).test(textAt(argument)));
    return found && within(found, { start: (/=\s*/.exec(textAt(found))?.index ?? 0) + 1, end: textAt(found).length });
  };
  const second = given[1] && /^[\w.]+$/.test(textAt(given[1])) ? given[1] : undefined;
  const validation = named("validation_data");
  const all = [named("y") ?? second, validation && elementsOf(validation)[1]];
  return all.flatMap((at) => (at && /^[\w.]+$/.test(textAt(at)) ? at : []));
}

/** An image that should have become a row before a dense layer, or at the end where there is none. */
function flattened(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const prefix = prefixOfLayers(wrong, before);
  const images = before.filter(({ step }) => (step.inputs[0]?.shape?.length ?? 0) > 2);
  const dense = denseImages(before);
  const activation = images.find(({ step }) => /^(Activation|Softmax)$/.test(step.type));
  const ends =
    dense.length > 0 || activation === undefined ? dense : [{ step: activation.step, cost: costs.activation }];
  const added = ends.flatMap(({ step, cost }) => {
    const rank = step.inputs[0]?.shape?.length ?? 0;
    if (prefix === undefined) return [];
    return [
      layerBefore(step, `${prefix}Flatten()`, cost),
      layerBefore(step, `${prefix}GlobalAveragePooling${rank - 2}D()`, cost + costs.average),
    ];
  });
  return [...added.flatMap((each) => each ?? []), ...images.flatMap(({ step }) => wholePool(step))].filter(({ fix }) =>
    fix.edits.every(isImported),
  );
}

/** A pool of windows that stands for one of the whole image. */
function wholePool({ module }: Step): Proposal[] {
  const made = callSite(module?.site);
  const callee = made && /^(.*?)(Max|Average)Pool(?:ing)?(\dD)$/.exec(calleeOf(made));
  if (made === undefined || !callee || textAt(bracketsOf(made)) !== "()") return [];
  const text = `${callee[1]}Global${callee[2]}Pooling${callee[3]}()`;
  return [rewritten(made, text, costs.wholePool)];
}

/** A recurrent layer that should have handed on its last step alone. */
function lastSteps(before: readonly Reached[]): Proposal[] {
  return before.flatMap(({ step, distance }) => {
    const written = recurrentIn(step)?.settings("return_sequences")?.written;
    return written && textAt(written) === "True"
      ? [rewritten(written, "False", costs.lastStep + distance / 20, "Set return_sequences to False")]
      : [];
  });
}
