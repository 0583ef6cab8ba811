/** The projection that a residual block needs on its shortcut where it changes channels or sizes, and that was left out. */
import type { Operation } from "../../../../python/trace.ts";
import { type Proposal, sizeAt, type WrongStep } from "../proposal.ts";
import { argumentAt, calleeOf } from "../source/call-text.ts";
import { lineAt, lineBehind } from "../source/lines.ts";
import type { Reached } from "../source/reach.ts";
import { functionText } from "../source/scope.ts";
import { numberOf } from "../source/settings.ts";
import { textAt } from "../source/written.ts";

const COST = 0.9;

/** The name of one operand, as the first or the last of a sum. */
const OPERANDS = [/^\w+(?=\s*\+)/, /(?<=\+=?\s*)\w+$/] as const;

export function shortcutProposals({ site, inputs }: WrongStep, before: readonly Reached[]): Proposal[] {
  const block = functionText(site);
  if (block === undefined || inputs.length !== 2 || inputs.some(({ shape }) => shape?.length !== 4)) return [];
  const convolutions = before
    .map(({ step }) => step)
    .filter(
      (step) => step.type === "Conv2d" && step.site && functionText(step.site)?.range.start === block.range.start,
    );
  const [last] = convolutions;
  return OPERANDS.flatMap((operand, side) => {
    const name = operand.exec(textAt(site));
    const first = convolutions.find((step) => step.inputs[0] === inputs[side]);
    const layer = first && last && projection(convolutions, first, last, sizeAt(inputs[side], 2));
    const line = last?.module && lineAt(last.module.site);
    if (name === null || layer === undefined || line === undefined || !/^self\.\w+\s*=/.test(textAt(line))) return [];
    const { place, text } = lineBehind(line, `self.shortcut = ${layer}`);
    const [start, end] = [site.range.start + name.index, site.range.start + name.index + name[0].length];
    const called = { file: site.file, range: { start, end }, text: `self.shortcut(${name[0]})` };
    return [{ fix: { title: `Add self.shortcut = ${layer}`, edits: [{ ...place, text }, called] }, cost: COST }];
  });
}

/** In the words of the block's own convolutions, since blocks are built with several sizes. */
function projection(
  convolutions: readonly Operation[],
  first: Operation,
  last: Operation,
  height: number | undefined,
): string | undefined {
  const [taken, given] = [argumentAt(first, "in_channels"), argumentAt(last, "out_channels", 1)];
  const after = sizeAt(last.outputs[0], 2);
  if (!taken || !given || !first.module || height === undefined || after === undefined) return undefined;
  const strided = convolutions.find((step) => (numberOf(step, "stride") ?? 1) !== 1);
  const stride = strided && argumentAt(strided, "stride", 3);
  if (height !== after && stride === undefined) return undefined;
  return `${calleeOf(first.module.site)}(${textAt(taken)}, ${textAt(given)}, 1${stride ? `, stride=${textAt(stride)}` : ""})`;
}
