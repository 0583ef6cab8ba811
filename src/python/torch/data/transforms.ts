/**
 * `torchvision.transforms`: what they make of a picture's size, and of a tensor's last axes. One that is not here is unknown, and
 * so is what it gives.
 */
import { addDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { type Arguments, argumentsOf } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import { Native } from "../../native.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { NumberArray } from "../../stdlib/numpy/array.ts";
import { formatShape } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { type Bound, bind } from "../../tensors/signature.ts";
import { dimFrom, itemsOf, sizesFor } from "../../tensors/sizes.ts";
import { unknownSize } from "../../tensors/unknown-size.ts";
import { Unknown, type Value } from "../../value.ts";
import { TorchTensor } from "../tensor.ts";
import { Picture } from "./pictures.ts";

interface Work {
  readonly run: Run;
  readonly site: Site;
  readonly bound: Bound;
}

/** What comes of an image, or of whatever else it is called with. */
type Rule = (value: Value, work: Work) => Value;
type Area = readonly [height: Dim, width: Dim];

class Transform extends Native {
  readonly typeName: string;
  readonly #rule: Rule;
  readonly #bound: Bound;

  constructor(name: string, rule: Rule, bound: Bound) {
    super();
    this.typeName = name;
    this.#rule = rule;
    this.#bound = bound;
  }

  override call(run: Run, args: Arguments, site: Site): Value {
    const [image] = args.positional;
    if (image === undefined || args.positional.length > 1)
      return new Unknown(`what ${this.typeName} is given is not known`);
    return image.value instanceof Unknown ? image.value : this.#rule(image.value, { run, site, bound: this.#bound });
  }
}

/** A rule on height and width; all else of an image stays. */
function onArea(rule: (area: Area, work: Work) => Area): Rule {
  return (value, work) => {
    if (value instanceof Picture) {
      const [height, width] = rule([value.size.height, value.size.width], work);
      return new Picture({ ...value.size, height, width });
    }
    const shape = value instanceof TorchTensor ? value.shape : undefined;
    const [height, width] = shape?.slice(-2) ?? [];
    if (shape === undefined || height === undefined || width === undefined) return notFollowed;
    const area = rule([height, width], work);
    return new TorchTensor({ shape: [...shape.slice(0, -2), ...area], dtype: (value as TorchTensor).dtype });
  };
}

const notFollowed = new Unknown("what a transform makes of it is not known");
const unknownArea = (run: Run): Area => [unknownSize(run), unknownSize(run)];

/** Of one number the shorter side becomes so long: https://pytorch.org/vision/stable/generated/torchvision.transforms.Resize.html. */
const resize = onArea(([height, width], { run, bound }) => {
  const [size, longest] = [bound.get("size"), bound.get("max_size")];
  const pair = itemsOf(size)?.length === 2 ? sizesFor(2, size) : undefined;
  if (pair) return pair as unknown as Area;
  const side = dimFrom(itemsOf(size)?.[0] ?? size);
  const isPlain = typeof side === "number" && typeof height === "number" && typeof width === "number";
  if (!isPlain || longest !== null) return unknownArea(run);
  const other = Math.trunc((side * Math.max(height, width)) / Math.min(height, width));
  return height <= width ? [side, other] : [other, side];
});

const crop = onArea(
  (_area, { run, bound }) => (sizesFor(2, bound.get("size")) as Area | undefined) ?? unknownArea(run),
);

const pad = onArea(([height, width], { run, bound }) => {
  const padding = bound.get("padding");
  const sides = itemsOf(padding)?.length === 4 ? sizesFor(4, padding) : undefined;
  const [left, top, right, bottom] = sides ?? [...(sizesFor(2, padding) ?? []), ...(sizesFor(2, padding) ?? [])];
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) return unknownArea(run);
  return [addDims(addDims(height, top), bottom), addDims(addDims(width, left), right)];
});

/** A picture, or an array of height, width and channels, with the channels in front. */
function toTensor(dtype: string | undefined): Rule {
  return (value) => {
    if (value instanceof TorchTensor) return value;
    if (value instanceof Picture)
      return new TorchTensor({ shape: [value.size.channels, value.size.height, value.size.width], dtype });
    const [height, width, channels = 1] = (value instanceof NumberArray && value.shape) || [];
    if (height === undefined || width === undefined) return notFollowed;
    return new TorchTensor({ shape: [channels, height, width], dtype });
  };
}

const grayscale: Rule = (value, { run, bound }) => {
  const channels = dimFrom(bound.get("num_output_channels")) ?? unknownSize(run);
  if (value instanceof Picture) return new Picture({ ...value.size, channels });
  const shape = value instanceof TorchTensor ? value.shape : undefined;
  if (shape === undefined || shape.length < 3) return notFollowed;
  return new TorchTensor({
    shape: [...shape.slice(0, -3), channels, ...shape.slice(-2)],
    dtype: (value as TorchTensor).dtype,
  });
};

const compose: Rule = (value, { run, site, bound }) => {
  const steps = itemsOf(bound.get("transforms"));
  if (steps === undefined) return notFollowed;
  return steps.reduce<Value>((image, step) => run.call(step, argumentsOf(image), site), value);
};

/** Each channel's own mean: what one channel becomes by several is up to the version of the transforms. */
const normalizing =
  (isV2: boolean): Rule =>
  (value, { run, site, bound }) => {
    const means = itemsOf(bound.get("mean"))?.length ?? 1;
    const shape = value instanceof TorchTensor ? value.shape : undefined;
    const channels = shape?.at(-3);
    if (shape === undefined || typeof channels !== "number" || means === 1 || means === channels) return value;
    const inPlace = bound.get("inplace");
    const ofChannels = (size: Dim) => new TorchTensor({ shape: shape.with(-3, size), dtype: "float32" });
    // The second version works on a copy, as many channels wide as there are means.
    if (isV2 && channels === 1 && inPlace !== true) return ofChannels(inPlace === false ? means : unknownSize(run));
    const message = `Normalize: has the means of ${means} channels for an image of ${channels}: ${formatShape(shape)}. Give it one for each channel.`;
    if (run.tries === 0) run.trace.report({ code: codes.broadcast, severity: "error", message, site });
    return ofChannels(unknownSize(run));
  };

const call: Rule = (value, { run, site, bound }) => run.call(bound.get("lambd"), argumentsOf(value), site);
const same: Rule = (value) => value;
/** Turned without cutting the corners off, an image is larger by an angle that chance decides. */
const turned = onArea((area, { run, bound }) => (bound.get("expand") === false ? area : unknownArea(run)));

const toPicture: Rule = (value) => {
  const shape = value instanceof TorchTensor ? value.shape : undefined;
  const [channels, height, width] = shape ?? [];
  if (channels === undefined || height === undefined || width === undefined) return notFollowed;
  return new Picture({ channels, height, width });
};

/** By their names: the parameters, and the rule. */
const NORMALIZING = "mean, std, inplace=False";

const rules: Readonly<Record<string, readonly [signature: string, rule: Rule]>> = {
  Compose: ["transforms", compose],
  ToTensor: ["", toTensor("float32")],
  PILToTensor: ["", toTensor(undefined)],
  ToImage: ["", toTensor(undefined)],
  ToPILImage: ["mode=None", toPicture],
  Resize: ["size, interpolation=None, max_size=None, antialias=True", resize],
  Scale: ["size, interpolation=None, max_size=None", resize],
  CenterCrop: ["size", crop],
  RandomCrop: ["size, padding=None", crop],
  RandomResizedCrop: ["size", crop],
  RandomSizedCrop: ["size", crop],
  Pad: ["padding, fill=0", pad],
  Grayscale: ["num_output_channels=1", grayscale],
  Lambda: ["lambd", call],
  Normalize: [NORMALIZING, normalizing(false)],
  RandomRotation: ["degrees, interpolation=None, expand=False", turned],
};

const keeping =
  "RandomHorizontalFlip RandomVerticalFlip ColorJitter RandomGrayscale RandomAffine RandomPerspective RandomErasing " +
  "RandAugment AutoAugment TrivialAugmentWide AugMix GaussianBlur RandomInvert RandomPosterize RandomSolarize " +
  "RandomAdjustSharpness RandomAutocontrast RandomEqualize ElasticTransform ConvertImageDtype ToDtype";

/** Where those of the second version differ. */
const rulesOfV2: typeof rules = { Normalize: [NORMALIZING, normalizing(true)] };

export function transformNames(version: 1 | 2): [string, Value][] {
  const plain = keeping.split(" ").map((name) => [name, ["", same]] as const);
  const own = version === 2 ? { ...rules, ...rulesOfV2 } : rules;
  return [...Object.entries(own), ...plain].map(([name, [signature, rule]]) => [
    name,
    new Builtin(name, (_run, args) => new Transform(name, rule, bind(signature, args))),
  ]);
}
