/** The settings of a step, as values and as they are written, and other ones in their places. */
import { appendedArgument } from "../../../../python/append-argument.ts";
import { dimFrom, itemsOf } from "../../../../python/tensors/sizes.ts";
import type { SourceFix } from "../../../../python/trace.ts";
import { type Proposal, propose, type Step } from "../proposal.ts";
import { lineOf, textAt, type Written } from "./written.ts";

export function writtenAt(step: Step, name: string): Written | undefined {
  return step.settings?.(name)?.written;
}

/** The setting as a number; of a tuple of equal ones that one. */
export function numberOf(step: Step, name: string): number | undefined {
  const value = step.settings?.(name)?.value;
  const items = itemsOf(value) ?? [value];
  const [first] = items;
  const size = dimFrom(first);
  return typeof size === "number" && items.every((item) => item === first) ? size : undefined;
}

/** The sizes that a view is given, one by one or in a tuple. */
export function sizesGiven({ settings }: Step): readonly unknown[] | undefined {
  const given = itemsOf(settings?.("shape")?.value);
  return given?.length === 1 ? (itemsOf(given[0]) ?? given) : given;
}

/** `text` in the setting's place, or as an argument more; `undefined` where the step is not written as a call of its own. */
export function setTo(step: Step, name: string, text: string): SourceFix | undefined {
  const setting = step.settings?.(name);
  if (setting === undefined) return undefined;
  const { written } = setting;
  const place = step.module?.site ?? step.site;
  const edit = written ? { ...written, text } : place && appendedArgument(place, `${name}=${text}`);
  if (edit === undefined || (written && textAt(written) === text)) return undefined;
  return { title: `Set ${name} to ${text}${lineOf(edit)}`, edits: [edit] };
}

/** Another number in the setting's place. */
export function proposeNumber(step: Step, name: string, value: number, cost: number): Proposal | undefined {
  const isOther = value >= 0 && numberOf(step, name) !== value;
  return isOther ? propose(setTo(step, name, String(value)), cost) : undefined;
}
