/** Remedies for a layer that is set up unlike the others of its kind in the file: what most of them have. */
import { itemsOf } from "../../../../python/tensors/sizes.ts";
import type { Operation } from "../../../../python/trace.ts";
import { tupleText } from "../../../../python/tuple-text.ts";
import { type Proposal, propose, type Step } from "../proposal.ts";
import { type Reached, withItself } from "../source/reach.ts";
import { numberOf, setTo, writtenAt } from "../source/settings.ts";
import { textAt } from "../source/written.ts";
import { cellsMissing } from "./reshapes.ts";

const KINDS = [
  /^Conv\dd$/,
  /^ConvTranspose\dd$/,
  /^(Max|Avg)Pool\dd$/,
  /^Conv\dDTranspose$/,
  /^(Separable|Depthwise)?Conv\dD$/,
  /^(Max|Average)Pooling\dD$/,
  /^UpSampling\dD$/,
];
const NAMES = ["padding", "stride", "strides", "kernel_size", "pool_size", "size"];
/** What a layer has that does not say it; strides of a pool are its size. */
const USUAL: Readonly<Record<string, string>> = { padding: '"valid"', pool_size: "2", size: "2" };

export function siblingProposals(
  wrong: Step,
  before: readonly Reached[],
  operations: readonly Operation[],
): Proposal[] {
  return withItself(wrong, before).flatMap(({ step, distance }) =>
    NAMES.flatMap((name) => {
      const usual = usualAmong(step, name, operations);
      const isOther = usual !== undefined && usual.text !== textOf(step, name);
      const fix = isOther ? propose(setTo(step, name, usual.text), 0) : undefined;
      return fix
        ? [
            {
              fix: fix.fix,
              cost: base(wrong, name) + distance / 20 + (usual?.isAlone ? 0.3 : 0) + meaning(step, name),
            },
          ]
        : [];
    }),
  );
}

/** Of PyTorch's layers, where several others agree. */
export function torchSiblings(before: readonly Reached[], operations: readonly Operation[]): Proposal[] {
  return before.flatMap(({ step, distance }) =>
    NAMES.flatMap((name) => {
      const usual = usualAmong(step, name, operations);
      const isOther = usual !== undefined && usual.count > FEW && usual.text !== textOf(step, name);
      return isOther ? (propose(setTo(step, name, usual.text), AS_OTHERS + distance / 20) ?? []) : [];
    }),
  );
}

const FEW = 2;
const AS_OTHERS = 0.35;

/** A reshape that holds a few values more tells of a border that was lost before it. */
function base(wrong: Step, name: string): number {
  return name === "padding" && cellsMissing(wrong) > 0 ? 0.3 : 0.55;
}

/** Who calculated a size meant it; strides are written where they differ from those of other layers. */
function meaning(step: Step, name: string): number {
  const written = writtenAt(step, name);
  if (written === undefined) return 0;
  if (/\/|\*|\w\[/.test(textAt(written))) return 0.9;
  return name === "strides" ? 0.5 : 0;
}

/** What more than half of the other places have where such a layer is built. */
function usualAmong(
  step: Step,
  name: string,
  operations: readonly Operation[],
): { readonly text: string; readonly isAlone: boolean; readonly count: number } | undefined {
  const kind = KINDS.find((pattern) => pattern.test(step.type));
  if (kind === undefined || textOf(step, name) === undefined) return undefined;
  const own = placeOf(step);
  const others = new Map<number, string>();
  for (const other of operations) {
    const [place, text] = [placeOf(other), kind.test(other.type) ? textOf(other, name) : undefined];
    if (place !== undefined && place !== own && text !== undefined) others.set(place, text);
  }
  const texts = [...others.values()];
  const countOf = (text: string): number => texts.filter((other) => other === text).length;
  const text = texts.find((each) => countOf(each) > texts.length / 2);
  return text === undefined ? undefined : { text, isAlone: texts.length === 1, count: countOf(text) };
}

function placeOf({ module }: Pick<Step, "module">): number | undefined {
  return module?.site.file.isDescribed ? undefined : module?.site.anchor.start;
}

/** The setting as it would be written. */
function textOf(step: Step, name: string): string | undefined {
  const setting = step.settings?.(name);
  if (setting === undefined) return undefined;
  const { value } = setting;
  if (value === null) return name === "strides" && /Conv/.test(step.type) ? "1" : USUAL[name];
  if (typeof value === "string") return `"${value}"`;
  const number = numberOf(step, name);
  const sizes = itemsOf(value);
  if (number !== undefined || !sizes?.every((size) => typeof size === "number")) return number?.toString();
  return tupleText(sizes);
}
