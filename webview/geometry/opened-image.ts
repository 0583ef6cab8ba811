/** An image from a file on its way to a model's input, each step of it to be seen. */
import { type DecodedImage, imageToTensor } from "../../src/data/image.ts";
import { imageSizes, type Shape } from "../../src/tensor/shape.ts";

/** What of a pixel's value x, 0 to 255, goes into a network: `mean` is subtracted from x / 255, `deviation` divides what is left. */
export const normalizations = {
  unit: { title: "0 to 1", formula: "x / 255", mean: [0], deviation: [1] },
  symmetric: { title: "−1 to 1", formula: "(x / 255 − 0.5) / 0.5", mean: [0.5], deviation: [0.5] },
  imagenet: {
    title: "ImageNet",
    formula:
      "(x / 255 − mean) / standard deviation, with 0.485, 0.456, 0.406 and 0.229, 0.224, 0.225 for red, green, blue",
    mean: [0.485, 0.456, 0.406],
    deviation: [0.229, 0.224, 0.225],
  },
} as const;

export type Normalization = keyof typeof normalizations;

/** ImageNet's figures are of three channels. */
export function fittingNormalizations(channels: number): Normalization[] {
  return channels === 3 ? ["unit", "symmetric", "imagenet"] : ["unit", "symmetric"];
}

export interface ImageOptions {
  /** Keeps the proportions: what is too much at two sides is cut off. Otherwise the image is stretched. */
  readonly crop: boolean;
  /** Dark ink on light paper becomes light on dark, as MNIST has it. */
  readonly invert: boolean;
  /** One that does not fit the channels is none. */
  readonly normalization: Normalization;
}

export interface ImageStep {
  readonly title: string;
  readonly shape: Shape;
  readonly data: Float32Array;
}

export interface ImageSteps {
  readonly steps: readonly ImageStep[];
  /** What the model sees: the last step, normalized. */
  readonly pixels: Float32Array;
  readonly normalization: Normalization;
}

/** `undefined` if the model's input is no image of one or three channels. */
export function imageSteps(image: DecodedImage, shape: Shape, options: ImageOptions): ImageSteps | undefined {
  const sizes = imageSizes(shape);
  if (sizes === undefined || (sizes.c !== 1 && sizes.c !== 3)) return undefined;
  const { h, w, c } = sizes;
  const { crop, invert } = options;
  const normalization = fittingNormalizations(c).includes(options.normalization) ? options.normalization : "unit";
  const cut = crop ? cropped(image, w / h) : image;
  const whole: Shape = [image.height, image.width, 3];
  const part: Shape = [cut.height, cut.width, c];
  const resized = imageToTensor(cut, shape).map((value) => Math.round(value * 255) / 255);
  const steps: ImageStep[] = [{ title: "opened", shape: whole, data: imageToTensor(image, whole) }];
  if (c === 1 || cut !== image) {
    const words = [...(c === 1 ? ["grey"] : []), ...(cut === image ? [] : ["cut"])];
    steps.push({ title: words.join(", "), shape: part, data: imageToTensor(cut, part) });
  }
  steps.push({ title: "resized", shape, data: resized });
  const upright = invert ? resized.map((value) => 1 - value) : resized;
  if (invert) steps.push({ title: "inverted", shape, data: upright });
  return { steps, pixels: normalized(upright, normalization), normalization };
}

function normalized(pixels: Float32Array, name: Normalization): Float32Array {
  if (name === "unit") return pixels;
  const { mean, deviation } = normalizations[name];
  const of = (figures: readonly number[], at: number): number => figures[at % figures.length] as number;
  return pixels.map((value, at) => (value - of(mean, at)) / of(deviation, at));
}

/** Whether the image's edge is more light than dark: a scan or a photograph of paper, which MNIST would have inverted. */
export function hasLightEdge(image: DecodedImage): boolean {
  const { width, height } = image;
  const grey = imageToTensor(image, [height, width, 1]);
  let [sum, count] = [0, 0];
  grey.forEach((value, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    if (row > 0 && row < height - 1 && column > 0 && column < width - 1) return;
    sum += value;
    count++;
  });
  return sum > count / 2;
}

/** The middle of the image with this width for each height; the image itself if it has it already. */
function cropped(image: DecodedImage, aspect: number): DecodedImage {
  const { width, height, channels, data } = image;
  const w = Math.max(1, Math.min(width, Math.round(height * aspect)));
  const h = Math.max(1, Math.min(height, Math.round(width / aspect)));
  if (w === width && h === height) return image;
  const [left, top] = [Math.floor((width - w) / 2), Math.floor((height - h) / 2)];
  const cut = new Uint8ClampedArray(w * h * channels);
  for (let row = 0; row < h; row++) {
    const from = ((top + row) * width + left) * channels;
    cut.set(data.subarray(from, from + w * channels), row * w * channels);
  }
  return { width: w, height: h, channels, data: cut };
}
