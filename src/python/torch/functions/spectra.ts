/** Fourier transforms, and complex numbers as pairs of real ones. */
import { floorDivideDims } from "../../../tensor/dim/divide.ts";
import { addDims, scaleDim, subtractDims } from "../../../tensor/dim/sum.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { broadcastAll } from "../../tensors/broadcast.ts";
import { codes } from "../../tensors/codes.ts";
import { dimFrom, itemsOf } from "../../tensors/sizes.ts";
import { half, type LastAxis, mirrored, whole } from "../../tensors/spectra.ts";
import { Unknown, type Value } from "../../value.ts";
import type { Call } from "../call.ts";
import { named, type Rule, type TorchFunction } from "../function.ts";
import { withAxes } from "./axis.ts";

/** `transformed(2, half)`: along the last two axes, unless `dim` or `s` names others. `0`: along all. */
function transformed(count: number, last: LastAxis): Rule {
  return (call) =>
    call.from("input", (shape) => {
      const wanted = wantedSizes(call);
      const axes = axesOf(call, shape, count, wanted?.length);
      if (wanted?.includes(undefined) || axes === undefined)
        return { unknown: "the sizes of the transform are not known" };
      return withAxes(axes, shape, (found) => {
        const result = [...shape];
        for (const [index, axis] of found.entries()) {
          const rule = index === found.length - 1 ? last : whole;
          const size = rule(shape[axis] as Dim, wanted?.[index]);
          if (size === undefined) return { unknown: "half of a size is not known" };
          result[axis] = size;
        }
        return { shape: result };
      });
    });
}

/** `n` or `s`; `undefined`: as long as the axes are. */
function wantedSizes(call: Call): (Dim | undefined)[] | undefined {
  const wanted = call.get(call.bound.has("s") ? "s" : "n");
  if (wanted === null) return undefined;
  return (itemsOf(wanted) ?? [wanted]).map(dimFrom);
}

function axesOf(call: Call, shape: Shape, count: number, wanted: number | undefined): readonly Value[] | undefined {
  const dim = call.get("dim");
  if (dim instanceof Unknown) return undefined;
  if (dim !== null) return itemsOf(dim) ?? [dim];
  const many = wanted ?? (count === 0 ? shape.length : count);
  return Array.from({ length: many }, (_, index) => index - many);
}

const ONE = "input, n=None, dim=-1, norm=None";
const MANY = "input, s=None, dim=None, norm=None";

function family(names: Readonly<Record<"one" | "two" | "all", string>>, last: LastAxis): TorchFunction[] {
  return [
    ...named(names.one, ONE, transformed(1, last)),
    ...named(names.two, MANY, transformed(2, last)),
    ...named(names.all, MANY, transformed(0, last)),
  ];
}

/** Pairs of numbers on the last axis become one number each. */
function paired(shape: Shape): ShapeAnswer {
  const last = shape.at(-1);
  if (typeof last === "number" && last !== 2)
    return mistaken(
      codes.reshape,
      `a complex number is two real ones: the last axis of ${formatShape(shape)} must be 2, not ${formatDim(last)}.`,
    );
  return { shape: shape.slice(0, -1) };
}

const together: (...names: string[]) => Rule =
  (...names) =>
  (call) => {
    const shapes = names.map((name) => call.shape(name));
    if (shapes.includes(undefined)) return call.unknown("the shape of a part is not known");
    return call.give(broadcastAll(shapes as Shape[]));
  };

/** Windows of a signal, each transformed: [.., frequencies, frames]. */
function shortTime(call: Call): Value {
  const [length, hop] = [call.get("n_fft"), hopOf(call)];
  const isOneSided = call.get("onesided") !== false;
  return call.from("input", (shape) => {
    const last = shape.at(-1);
    if (typeof length !== "number" || hop === undefined || last === undefined) return unknownWindows;
    const padded = call.get("center") === false ? last : addDims(last, 2 * Math.floor(length / 2));
    const steps = floorDivideDims(subtractDims(padded, length), hop);
    if (steps === undefined) return unknownWindows;
    const frequencies = isOneSided ? Math.floor(length / 2) + 1 : length;
    const parts = call.get("return_complex") === true ? [] : [2];
    return { shape: [...shape.slice(0, -1), frequencies, addDims(steps, 1), ...parts] };
  });
}

/** The signal again: of [.., frequencies, frames]. */
function fromShortTime(call: Call): Value {
  const [length, hop, asked] = [call.get("n_fft"), hopOf(call), call.number("length")];
  return call.from("input", (shape) => {
    const frames = shape.at(-1);
    if (typeof length !== "number" || hop === undefined || frames === undefined) return unknownWindows;
    const whole = addDims(scaleDim(subtractDims(frames, 1), hop), length);
    const own = call.get("center") === false ? whole : subtractDims(whole, 2 * Math.floor(length / 2));
    return { shape: [...shape.slice(0, -2), asked ?? own] };
  });
}

const unknownWindows: ShapeAnswer = { unknown: "the windows of the transform are not known" };

/** A quarter of the transform's length unless it is given. */
function hopOf(call: Call): number | undefined {
  const [length, hop] = [call.get("n_fft"), call.get("hop_length")];
  if (hop === null) return typeof length === "number" ? Math.floor(length / 4) : undefined;
  return typeof hop === "number" ? hop : undefined;
}

const WINDOWS = "input, n_fft, hop_length=None, win_length=None, window=None, center=True";

/** `torch.fft`; PyTorch itself calls them `fft_rfft` and the like. */
export const transforms: readonly TorchFunction[] = [
  ...family({ one: "fft ifft", two: "fft2 ifft2", all: "fftn ifftn" }, whole),
  ...family({ one: "rfft ihfft", two: "rfft2", all: "rfftn" }, half),
  ...family({ one: "irfft hfft", two: "irfft2", all: "irfftn" }, mirrored),
  ...named("fftshift ifftshift", "input, dim=None", (call) => call.from("input", (shape) => ({ shape }))),
].map((definition) => ({ ...definition, row: `fft_${definition.name}` }));

/** Functions of `torch`, and methods. */
export const complexNumbers: readonly TorchFunction[] = [
  ...named("stft", `${WINDOWS}, pad_mode='reflect', normalized=False, onesided=None, return_complex=None`, shortTime),
  ...named("istft", `${WINDOWS}, normalized=False, onesided=None, length=None, return_complex=False`, fromShortTime),
  ...named("view_as_real", "input", (call) => call.from("input", (shape) => ({ shape: [...shape, 2] }))),
  ...named("view_as_complex", "input", (call) => call.from("input", paired)),
  ...named("complex", "real, imag", together("real", "imag")),
  ...named("polar", "abs, angle", together("abs", "angle")),
  ...named("angle real imag", "input", (call) => call.from("input", (shape) => ({ shape }))),
];
