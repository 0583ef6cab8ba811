/** Remedies for paddings and kernels that have sides of their own, or that a function is given by name. */
import { itemsOf } from "../../../../python/tensors/sizes.ts";
import { tupleText } from "../../../../python/tuple-text.ts";
import { type Proposal, propose, type Step } from "../proposal.ts";
import { argumentAt } from "../source/call-text.ts";
import { numberOf, setTo } from "../source/settings.ts";
import { rewritten, textAt } from "../source/written.ts";

const BY_NAME = 0.45;
const SIDES = { padding: 1, kernel: 1.2 } as const;

/** Of a window with sides of its own: what keeps the size along each. */
export function keepingSides(step: Step): (Proposal | undefined)[] {
  const [kernel, padding] = ["kernel_size", "padding"].map((name) => sidesOf(step, name));
  const isPlain = numberOf(step, "stride") === 1 && numberOf(step, "dilation") === 1 && /^Conv\dd$/.test(step.type);
  if (!isPlain || kernel === undefined || padding === undefined || kernel.length !== padding.length) return [];
  if ([kernel, padding].every((sides) => sides.every((side) => side === sides[0]))) return [];
  const set = (name: string, sides: readonly number[], cost: number) =>
    sides.every(Number.isInteger) ? propose(setTo(step, name, tupleText(sides)), cost) : undefined;
  return [
    set(
      "padding",
      kernel.map((side) => (side - 1) / 2),
      SIDES.padding,
    ),
    set(
      "kernel_size",
      padding.map((side) => 2 * side + 1),
      SIDES.kernel,
    ),
  ];
}

/** `undefined`: they are not known. */
function sidesOf(step: Step, name: string): number[] | undefined {
  const sides = itemsOf(step.settings?.(name)?.value);
  return sides?.every((side) => typeof side === "number") ? (sides as number[]) : undefined;
}

/** `kernel_size // 2`, where the kernel has a name. */
export function paddedByName(step: Step): Proposal | undefined {
  const [kernel, padding] = [argumentAt(step, "kernel_size", 2), argumentAt(step, "padding")];
  if (kernel === undefined || padding === undefined || !/^[a-z_]\w*$/i.test(textAt(kernel))) return undefined;
  const text = `${textAt(kernel)} // 2`;
  return text === textAt(padding) ? undefined : rewritten(padding, text, BY_NAME, `Set padding to ${text}`);
}
