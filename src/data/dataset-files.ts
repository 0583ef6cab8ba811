/** How the four files of a data set are called in their folder. Reading them is the business of each platform. */

export const datasetParts = ["trainImages", "trainLabels", "testImages", "testLabels"] as const;

export type DatasetPart = (typeof datasetParts)[number];

/** Of each part its bytes. */
export type DatasetFiles = Readonly<Record<DatasetPart, Uint8Array>>;

const stems: Readonly<Record<DatasetPart, readonly string[]>> = {
  trainImages: ["train-images-idx3-ubyte", "train-images.idx3-ubyte", "train-images-idx4-ubyte"],
  trainLabels: ["train-labels-idx1-ubyte", "train-labels.idx1-ubyte"],
  testImages: ["t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte", "t10k-images-idx4-ubyte"],
  testLabels: ["t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte"],
};

/** The names that a part may have, the usual one first, each plain or packed (`.gz`): the first that exists is meant. */
export function datasetFileNames(part: DatasetPart): readonly string[] {
  return stems[part].flatMap((stem) => [stem, `${stem}.gz`]);
}

/** Whether the bytes are packed with gzip, whatever the file is called. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
