/** Scripts often write a data set's images as rows of numbers before their model gets them: `x_train.reshape(60000, 784)`. */
import { imageSets } from "../../python/torch/data/image-sets.ts";
import { type Shape, sizeOf } from "../../tensor/shape.ts";

/** The image (channels last) that so many numbers are, if the text names a data set of such images; else `undefined`. */
export function flattenedImage(text: string, count: number): Shape | undefined {
  const words = text.toLowerCase().replaceAll("_", "");
  const found = Object.entries(imageSets).find(
    ([name, { size }]) => sizeOf(size) === count && words.includes(name.toLowerCase()),
  );
  if (found === undefined) return undefined;
  const [channels, ...places] = found[1].size;
  return [...places, channels];
}
