/** What PyTorch refuses where a module is built: numbers by which no weight can be made. */
import { compareDims } from "../../../tensor/dim/order.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import { codes } from "../../tensors/codes.ts";
import { dimFrom, itemsOf, noWholeNumber } from "../../tensors/sizes.ts";
import type { Value } from "../../value.ts";
import { noProbability } from "../probability.ts";
import type { Making } from "./module.ts";

/** `names`: arguments that are sizes of tensors, or tuples of sizes. */
export function refuseSizes(making: Making, names: readonly string[], least = 0): void {
  for (const name of names.filter((each) => making.bound.takes(each))) {
    const value = making.get(name);
    const reason = reasonAgainst(value, least);
    if (reason === undefined) continue;
    const isUnset = value === null || (value === -1 && !isLiteral(making, name));
    const code = isUnset ? codes.unset : codes.size;
    making.refuse({ code, message: `${name} must be ${reason}.` });
    return;
  }
}

/** Whether somebody hands over just `-1`; a default of that says that nothing is set. */
function isLiteral({ bound }: Making, name: string): boolean {
  const written = bound.argument(name)?.written;
  return written !== undefined && written.file.text.slice(written.range.start, written.range.end) === "-1";
}

function reasonAgainst(value: Value, least: number): string | undefined {
  const items = itemsOf(value) ?? [value];
  const [wrong] = items.flatMap((item) => noWholeNumber(item) ?? []);
  if (wrong !== undefined) return `a whole number, and is ${wrong}`;
  const low = items.map(dimFrom).find((size) => size !== undefined && compareDims("<", size, least) === true);
  return low === undefined ? undefined : `${least === 0 ? "0 or more" : `at least ${least}`}, and is ${formatDim(low)}`;
}

/** A part of the numbers that a layer drops. */
export function refuseProbability(making: Making, name: string): void {
  const wrong = noProbability(name, making.get(name));
  if (wrong) making.refuse(wrong);
}
