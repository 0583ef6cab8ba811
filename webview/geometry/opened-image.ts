/** An image from a file on its way to a model's input, each step of it to be seen. */
import { type DecodedImage, imageToTensor } from "../../src/data/image.ts";
import { imageSizes, type Shape } from "../../src/tensor/shape.ts";

export interface ImageOptions {
  /** Keeps the proportions: what is too much at two sides is cut off. Otherwise the image is stretched. */
  readonly crop: boolean;
  /** Dark ink on light paper becomes light on dark, as MNIST has it. */
  readonly invert: boolean;
}

export interface ImageStep {
  readonly title: string;
  readonly shape: Shape;
  readonly data: Float32Array;
}

export interface ImageSteps {
  readonly steps: readonly ImageStep[];
  /** The last step: what the model sees, from 0 to 1 in steps of 1/255. */
  readonly pixels: Float32Array;
}

/** `undefined` if the model's input is no image of one or three channels. */
export function imageSteps(image: DecodedImage, shape: Shape, { crop, invert }: ImageOptions): ImageSteps | undefined {
  const sizes = imageSizes(shape);
  if (sizes === undefined || (sizes.c !== 1 && sizes.c !== 3)) return undefined;
  const { h, w, c } = sizes;
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
  const pixels = invert ? resized.map((value) => 1 - value) : resized;
  if (invert) steps.push({ title: "inverted", shape, data: pixels });
  return { steps, pixels };
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
