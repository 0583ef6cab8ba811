/** Whether a changed text is still the same program, and what is wrong in it. */
import type { Edit, TextIssue } from "../../../graph/issue.ts";
import type { Tensor } from "../../../python/tensor.ts";
import { isUnknownSize } from "../../../python/tensors/unknown-size.ts";
import type { Operation } from "../../../python/trace.ts";
import type { Instance } from "../../../python/value.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import { isSameFurther } from "../further-models.ts";
import type { PythonDocument, PythonModel } from "../python-document.ts";

export function wrongs({ issues }: PythonDocument): TextIssue[] {
  return issues.filter(({ severity }) => severity === "error");
}

/** What a text is changed by. */
interface Changed {
  readonly layersLess?: number | undefined;
  readonly edits: readonly Edit[];
}

/** Another name in place of one takes no step away. */
export function isRenamed(text: string, edits: readonly Edit[]): boolean {
  return edits.every((edit) => NAME.test(edit.text) && NAME.test(text.slice(edit.range.start, edit.range.end)));
}

const NAME = /^[a-z_][\w.]*$/i;

/** What is left of the steps that were followed: what is known of data or a loop no longer is no remedy. */
const KEPT = 0.7;
/** The same of PyTorch's models, whose loops may go on for long behind a mistake. */
const SHRUNK = 0.1;

/**
 * Whether fewer steps are followed than before. Of PyTorch's models only nearly all count: a loss is seen in what is unknown in
 * them, and a loop that goes on behind a mistake may take more rounds than the right one.
 */
function hasLost(before: PythonDocument, after: PythonDocument, { layersLess = 0, edits }: Changed): boolean {
  if (before.models.some(({ framework }) => framework === "torch")) return after.followed < SHRUNK * before.followed;
  const kept = isRenamed(before.text, edits) ? 1 : KEPT;
  return after.followed < kept * before.followed - layersLess;
}

/** No other exception ends it, every model is there still with all its parts but those layers that were taken out, and nothing in one is unknown that was known before. */
export function isIntact(before: PythonDocument, after: PythonDocument, { layersLess = 0, edits }: Changed): boolean {
  if (after.raises.some((exception) => !before.raises.includes(exception))) return false;
  if (hasLost(before, after, { layersLess, edits })) return false;
  // What takes more steps than are followed is right in nobody's eyes.
  if (after.givenUp.length > before.givenUp.length) return false;
  if (unknownShapes(after.loose) > unknownShapes(before.loose)) return false;
  return pairsOf(before, after).every(([model, now]) => {
    if (now === undefined && (isPart(model, after) || isBuilt(model, before, after))) return true;
    if (now === undefined) return false;
    if (emptyParameters(now) > emptyParameters(model)) return false;
    const isMore = isUncovered(model, now);
    if (unknownSizes(now) - unknownSizes(model) > roomFor(model, now) && !isMore) return false;
    // An exception while it is built leaves the rest away.
    if (now.parameters.length < model.parameters.length && placesIn(now) < placesIn(model) - layersLess) return false;
    return isMore || now.unknown.every((reason) => model.unknown.includes(reason));
  });
}

/** A Keras model's step goes on behind the mistake: what is not known there was not seen before. */
function roomFor(model: PythonModel, now: PythonModel): number {
  return now.framework === "keras" ? Math.max(0, knownSteps(now) - knownSteps(model)) : 0;
}

/** Why something is not known that is only hidden by the mistake. */
const HIDDEN = / raises \w+Error: |^there is a mistake above$/;

/** Nothing is hidden by a mistake any more, or more is executed: what nobody knows of that is no loss. */
function isUncovered(model: PythonModel, now: PythonModel): boolean {
  const hides = ({ unknown }: PythonModel): boolean => unknown.some((reason) => HIDDEN.test(reason));
  // Keras tells what it knows when a model is built.
  if (now.framework === "keras" || hides(now)) return false;
  if (now.unknown.length > model.unknown.length || knownSteps(now) <= knownSteps(model)) return false;
  return hides(model) || (model.unknown.length > 0 && now.operations.length > model.operations.length);
}

/** What could be built alone while the model around it could not. */
function isPart({ root }: PythonModel, { models }: PythonDocument): boolean {
  const isLike = ({ cls }: Instance): boolean => cls.written && cls.name === root?.cls.name;
  return models.some((model) => [...model.names.keys()].some((part) => part !== model.root && isLike(part)));
}

/** What was looked at by itself, since an exception ended the file or a mistake the model around it, is built in full. */
function isBuilt(model: PythonModel, before: PythonDocument, after: PythonDocument): boolean {
  const isMore = after.raises.length < before.raises.length || after.followed > before.followed;
  const isWhole = after.models.some(({ parameters }) => parameters.length >= model.parameters.length);
  return model.framework === "keras" && isMore && isWhole;
}

/** Where its layers are built: a loop may build fewer of them, as one that fits needs no other beside it. */
function placesIn({ madeAt }: PythonModel): number {
  return new Set([...madeAt.values()].map(({ start }) => start)).size;
}

/** Layers of no channels fit everywhere, and do nothing. */
function emptyParameters({ parameters }: PythonModel): number {
  return parameters.filter(({ shape }) => shape.includes(0)).length;
}

/** How many steps and parameters have sizes that nobody knows; letters of the input are none. */
function unknownSizes({ operations, parameters }: PythonModel): number {
  const shapes = operations.flatMap(({ outputs }) => outputs.flatMap(({ shape }) => (shape ? [shape] : [])));
  const all = [...shapes, ...parameters.map(({ shape }) => shape)];
  return all.filter((shape) => shape.some(isUnknownSize)).length;
}

function knownSteps({ operations }: PythonModel): number {
  const isKnown = ({ shape }: Tensor): boolean => shape !== undefined && !shape.some(isUnknownSize);
  return operations.filter(({ outputs }) => outputs.every(isKnown)).length;
}

/** Of steps that belong to no model: a target that cannot be made any more fits everywhere. */
function unknownShapes(operations: readonly Operation[]): number {
  return operations.flatMap(({ outputs }) => outputs.filter(({ shape }) => shape === undefined)).length;
}

/** The shapes that go in or come out, where they were known, are others now. */
export function endsDiffer(before: PythonDocument, after: PythonDocument): boolean {
  return pairsOf(before, after).some(([model, now]) => {
    const isOther = (shape: readonly unknown[] | undefined, place: number) =>
      shape?.some((size, axis) => typeof size === "number" && size !== now?.input.shapes[place]?.[axis]);
    // Where the input is solved from the layers, it changes with them.
    if (model.framework === "keras" && model.input.shapes.some(isOther)) return true;
    return model.outputs.some(({ shape }, place) =>
      shape?.some((size, axis) => typeof size === "number" && size !== now?.outputs[place]?.shape?.[axis]),
    );
  });
}

/** A PyTorch model that nothing in the file feeds has other channels in its first layer now: that reads whatever it is given. */
export function isFedAnew(before: PythonDocument, after: PythonDocument): boolean {
  return pairsOf(before, after).some(([{ framework, input }, now]) => {
    if (framework !== "torch" || now === undefined || input.origin !== "symbolic") return false;
    const channels = ({ shapes }: PythonModel["input"]) =>
      shapes.map((shape) => shape?.[1] && formatDim(shape[1])).join();
    return channels(input) !== channels(now.input);
  });
}

/** Every model that was looked at, with what it is now. */
function pairsOf(before: PythonDocument, after: PythonDocument): [PythonModel, PythonModel | undefined][] {
  const own = before.models.map((model): [PythonModel, PythonModel | undefined] => [
    model,
    after.models.find(({ name }) => name === model.name),
  ]);
  const further = before.further.map((each): [PythonModel, PythonModel | undefined] => [
    each.model,
    after.further.find((other) => isSameFurther(each, other))?.model,
  ]);
  return [...own, ...further];
}
