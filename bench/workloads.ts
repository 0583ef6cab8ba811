// What is measured: each workload the same for every contender, with the same weights and images.

export type ModelName = "article" | "lenet" | "keras-mnist" | "resnet18";

interface Common {
  /** `W2-train-32`. */
  readonly id: string;
  readonly title: string;
  /** In which the table speaks, from how often the workload was run in a second. */
  readonly unit: string;
  readonly quantity: (runsPerSecond: number) => number;
  /** Whether contenders with several threads take part: there is enough to share. */
  readonly threaded: boolean;
}

/** One run is one training step: forward, backward, update. Images come in order; the weights go back after each pass. */
export interface TrainingWorkload extends Common {
  readonly kind: "train";
  readonly model: ModelName;
  readonly batch: number;
  /** How many images are gone through. */
  readonly images: number;
  readonly optimizer: "sgd" | "adam";
  readonly learningRate: number;
}

/** One run is one forward pass of a whole batch. */
export interface InferenceWorkload extends Common {
  readonly kind: "infer";
  readonly model: ModelName;
  readonly batch: number;
  /** Whether every layer's output must be there afterwards. */
  readonly keepMaps: boolean;
}

export type ConvolutionPass = "forward" | "inputGradient" | "kernelGradient";

/** One run is one pass of a 3 x 3 SAME convolution of one image, as many filters as channels, without a bias. */
export interface ConvolutionWorkload extends Common {
  readonly kind: "convolution";
  readonly pass: ConvolutionPass;
  readonly size: number;
  readonly channels: number;
}

export type Workload = TrainingWorkload | InferenceWorkload | ConvolutionWorkload;

const imagesPerSecond = (batch: number) => ({ unit: "images/s", quantity: (runs: number) => runs * batch });
const milliseconds = (runs: number) => ({ unit: "ms", quantity: (perSecond: number) => (1000 * runs) / perSecond });

const article: TrainingWorkload = {
  kind: "train",
  id: "W1",
  title: "The article's job: an epoch of 200 images, one by one",
  model: "article",
  batch: 1,
  images: 200,
  optimizer: "sgd",
  learningRate: 0.03,
  threaded: false,
  ...milliseconds(200),
};

function lenetTraining(batch: number): TrainingWorkload {
  return {
    kind: "train",
    id: `W2-train-${batch}`,
    title: `LeNet-5, training in batches of ${batch}`,
    model: "lenet",
    batch,
    images: 1280,
    optimizer: "sgd",
    learningRate: 0.01,
    threaded: batch >= 128,
    ...imagesPerSecond(batch),
  };
}

function lenetInference(batch: number): InferenceWorkload {
  const title = `LeNet-5, forward in batches of ${batch}`;
  const id = `W2-infer-${batch}`;
  return {
    kind: "infer",
    id,
    title,
    model: "lenet",
    batch,
    keepMaps: false,
    threaded: false,
    ...imagesPerSecond(batch),
  };
}

const kerasTraining: TrainingWorkload = {
  kind: "train",
  id: "W3-train-128",
  title: "Keras's MNIST convnet, training in batches of 128 with Adam",
  model: "keras-mnist",
  batch: 128,
  images: 1280,
  optimizer: "adam",
  learningRate: 0.001,
  threaded: true,
  ...imagesPerSecond(128),
};

function resnet(id: string, title: string, keepMaps: boolean): InferenceWorkload {
  return { kind: "infer", id, title, model: "resnet18", batch: 1, keepMaps, threaded: false, ...milliseconds(1) };
}

const passTitles: Readonly<Record<ConvolutionPass, string>> = {
  forward: "forward",
  inputGradient: "gradient of its input",
  kernelGradient: "gradient of its kernel",
};

function convolution(size: number, channels: number, pass: ConvolutionPass): ConvolutionWorkload {
  // Multiplications and additions of the direct algorithm, whatever a contender does instead.
  const flops = 2 * size * size * 9 * channels * channels;
  return {
    kind: "convolution",
    id: `W5-${pass}-${size}`,
    title: `3 x 3 convolution of ${size} x ${size} x ${channels}, ${passTitles[pass]}`,
    pass,
    size,
    channels,
    threaded: false,
    unit: "GFLOP/s",
    quantity: (runsPerSecond) => (runsPerSecond * flops) / 1e9,
  };
}

const passes: readonly ConvolutionPass[] = ["forward", "inputGradient", "kernelGradient"];

export const workloads: readonly Workload[] = [
  article,
  ...[1, 32, 128].map(lenetTraining),
  ...[1, 128].map(lenetInference),
  kerasTraining,
  resnet("W4-kept", "ResNet-18 on one image of 224 x 224, every layer's output kept", true),
  resnet("W4-plain", "ResNet-18 on one image of 224 x 224, only the last output needed", false),
  ...passes.map((pass) => convolution(56, 64, pass)),
  ...passes.map((pass) => convolution(28, 32, pass)),
];

/** Those whose id is one of the words, or begins with one that is no id (`W2`, `W5-forward`). Throws if a prefix fits none. */
export function chooseWorkloads(prefixes: readonly string[]): readonly Workload[] {
  const lost = prefixes.find((prefix) => !workloads.some(({ id }) => id.startsWith(prefix)));
  if (lost !== undefined) {
    throw new Error(`No workload begins with ${lost}. There are: ${workloads.map(({ id }) => id).join(", ")}.`);
  }
  return prefixes.length === 0 ? workloads : workloads.filter(({ id }) => prefixes.some((p) => isMeant(id, p)));
}

/** `W2-train-1` is not the beginning of `W2-train-128`. */
function isMeant(id: string, word: string): boolean {
  return workloads.some((workload) => workload.id === word) ? id === word : id.startsWith(word);
}

export function findWorkload(id: string): Workload {
  const found = workloads.find((workload) => workload.id === id);
  if (found === undefined) throw new Error(`There is no workload ${id}.`);
  return found;
}
