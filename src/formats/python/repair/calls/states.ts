/** Remedies for the states that a recurrent layer begins with, where they are created: `torch.zeros(layers, batch, hidden)`. */

import { type Proposal, propose, sizeAt, type WrongStep } from "../proposal.ts";
import { argumentAt } from "../source/call-text.ts";
import { parametersAround } from "../source/scope.ts";
import { numberOf, proposeNumber, setTo } from "../source/settings.ts";
import { lineOf, rewritten, textAt, type Written } from "../source/written.ts";
import { createdBy, sizesIn } from "./created.ts";

/** Another text for the sizes of a state, of which there are three. */
type Change = (sizes: readonly string[]) => readonly (string | undefined)[];

export function stateProposals(step: WrongStep): Proposal[] {
  const input = step.inputs[0]?.shape?.join();
  const states = createdBy(step.site, 1)
    .map(sizesIn)
    .filter((sizes) => sizes.length === 3 && sizes.map(textAt).join() !== input);
  return [
    ...(states.length === 0 ? [] : changes(step).flatMap(([change, cost]) => changed(states, change, cost))),
    ...asStates(step),
    ...otherWidths(step),
  ];
}

const OTHER_WIDTH = 0.45;
const AS_WIDE = 0.5;
const BOTH_WAYS = 0.05;

/** A layer as wide as the states that it is handed, or one that runs both ways as they are for. */
function asStates(step: WrongStep): Proposal[] {
  const state = step.inputs[1];
  const [width, count, layers] = [sizeAt(state, -1), sizeAt(state, 0), numberOf(step, "num_layers") ?? 1];
  const wide = width === undefined ? undefined : proposeNumber(step, "hidden_size", width, AS_WIDE);
  const isTwice = count === 2 * layers && state?.shape?.length === 3;
  const both = isTwice ? propose(setTo(step, "bidirectional", "True"), BOTH_WAYS) : undefined;
  return [wide, both].filter((proposal) => proposal !== undefined);
}

/** Another name for the layer's own width, which the states do not have. */
function otherWidths(step: WrongStep): Proposal[] {
  const written = argumentAt(step, "hidden_size", 1);
  if (written === undefined || !/[a-z]/i.test(textAt(written))) return [];
  const names = parametersAround(written).filter((name) => name !== textAt(written));
  return names.map((name) => rewritten(written, name, OTHER_WIDTH, `Set hidden_size to ${name}`));
}

/** Forgotten directions first, then an exchange of batch and layers, then each number by itself. */
function changes(step: WrongStep): [Change, number][] {
  const isBoth = step.settings?.("bidirectional")?.value === true;
  const layers = numberOf(step, "num_layers");
  const isBatchFirst = step.settings?.("batch_first")?.value === true;
  const axis = isBatchFirst ? 0 : 1;
  const batch = sizeAt(step.inputs[0], axis);
  const text = (size: number | undefined): string | undefined => size?.toString();
  return [
    [([first]) => [isBoth ? doubled(first) : undefined], 0.1],
    [([first, second]) => [second, first], 0.3],
    [() => [text(layers && layers * (isBoth ? 2 : 1))], 0.4],
    [() => [undefined, undefined, text(numberOf(step, "hidden_size"))], 0.4],
    [([, second]) => [undefined, second?.replace(ASKED, `$1${axis}`)], 0.25],
    [() => [undefined, text(batch)], 0.6],
  ];
}

/** The axis whose size another tensor is asked for: `x.size(1)`, `x.shape[1]`. */
const ASKED = /(?<=^[\w.]+\.)(size\(|shape\[)\d+(?=[)\]]$)/;

function doubled(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return /^\d+$/.test(text) ? String(2 * Number(text)) : `${/^[\w.]+$/.test(text) ? text : `(${text})`} * 2`;
}

/** The same change to all states. */
function changed(states: readonly (readonly Written[])[], change: Change, cost: number): Proposal[] {
  const edits = states.flatMap((sizes) => {
    const texts = change(sizes.map(textAt));
    return sizes.flatMap((size, axis) => {
      const text = texts[axis];
      return text === undefined || text === textAt(size) ? [] : [{ ...size, text }];
    });
  });
  const [first] = edits;
  if (first === undefined) return [];
  return [{ fix: { title: `Write ${first.text} in place of ${textAt(first)}${lineOf(first)}`, edits }, cost }];
}
