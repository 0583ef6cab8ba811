/** Small changes of any line that leads to a mistake, for slips that no setting of an operation tells. */

import { KerasTensor } from "../../../../python/keras/keras-tensor.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { pairsOf } from "../sizes/keras-inputs.ts";
import { leftOutSizes } from "../sizes/left-out-sizes.ts";
import { type Leading, linesTo } from "../source/leading.ts";
import { headsAround } from "../source/lines.ts";
import type { Reached } from "../source/reach.ts";
import { rewritten } from "../source/written.ts";
import { alikeCalls } from "./alike-calls.ts";
import { bareValues } from "./bare-values.ts";
import { doubledLines } from "./doubled-lines.ts";
import { forgottenAppends, uncalledInLoops, unkeptLayers } from "./forgotten-appends.ts";
import { callsInLines, functionsInLines } from "./forgotten-calls.ts";
import { isLoop, keptValues } from "./forgotten-updates.ts";
import { leftAttributes } from "./left-attributes.ts";
import { misplacedArguments } from "./misplaced-arguments.ts";
import { missingLinks } from "./missing-links.ts";
import { namesInLines } from "./names-in-lines.ts";
import { namesakeLines } from "./namesake-lines.ts";
import { numbersInLines } from "./numbers-in-lines.ts";
import { ordersExchanged, ordersTurnedBack } from "./orders-turned-back.ts";
import { regularLines } from "./regular-lines.ts";
import { turnsInLines } from "./turns-in-lines.ts";
import { unpackedShapes } from "./unpacked-shapes.ts";
import { namesLeftOut, sizesLeftOut, unpackings } from "./unpackings.ts";
import { wholeShapes } from "./whole-shapes.ts";

const NEAR = 2;

export function lineSlips(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const leading = linesTo(wrong, before);
  const pairs = pairsOf(wrong);
  return [
    ...doubledLines(leading),
    ...misplacedArguments(leading),
    ...callsInLines(leading),
    ...functionsInLines(leading),
    ...leftAttributes(leading),
    ...forgottenAppends(leading),
    ...uncalledInLoops(leading),
    ...unkeptLayers(leading),
    ...alikeCalls(leading),
    ...missingLinks(leading),
    ...ordersTurnedBack(leading),
    ...ordersExchanged(leading),
    ...keptInLoops(leading),
    ...regularLines(leading),
    ...namesakeLines(leading),
    ...unpackedShapes(leading),
    ...(mayBeTakenApart(wrong) ? unpackings(leading) : []),
    ...(wrong.type === "unpack" ? [...namesLeftOut(leading), ...sizesLeftOut(wrong, leading)] : []),
    ...wholeShapes(wrong, leading),
    ...leftOutSizes(leading),
    ...bareValues(leading),
    ...namesInLines(leading),
    ...numbersInLines(leading, pairs),
    ...turnsInLines(leading, pairs),
  ];
}

/** What Keras hands to a step is taken apart in it, and goes wrong wherever it is used. */
function mayBeTakenApart({ type, inputs }: WrongStep): boolean {
  return type === "unpack" || inputs.some((input) => input instanceof KerasTensor);
}

function keptInLoops(leading: readonly Leading[]): Proposal[] {
  const near = leading.filter(({ distance }) => distance <= NEAR);
  const loops = new Set(near.flatMap(({ line }) => headsAround(line).find(isLoop) ?? []));
  return [...loops]
    .flatMap(keptValues)
    .map(({ place, text, cost }) => rewritten(place, text, cost, `Add ${text.trim()}`));
}
