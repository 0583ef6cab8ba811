/** Classifiers as torchvision builds them (https://github.com/pytorch/vision/tree/main/torchvision/models), pads in numbers. */
import { type Attributes, ModelText } from "./model-text.ts";

/** PyTorch's own; its momentum counts the other way round. */
const torchNorm = { momentum: 0.9, epsilon: 1e-5 };

/** The convolutional network of PyTorch's tutorials, on MNIST. */
export function lenet5(): ModelText {
  const model = new ModelText("LeNet-5 for images of 28 x 28.", [28, 28, 1]);
  model.add("conv2d", "conv1", { filters: 6, kernelSize: 5, padding: 2, activation: "relu" });
  model.add("maxPool2d", "pool1", { poolSize: 2 });
  model.add("conv2d", "conv2", { filters: 16, kernelSize: 5, activation: "relu" });
  model.add("maxPool2d", "pool2", { poolSize: 2 });
  model.add("flatten", "flatten");
  addHead(model, [120, 84, 10]);
  return model;
}

/** Its adaptive pool of 6 x 6 changes nothing at 224 x 224. */
export function alexnet(): ModelText {
  const model = new ModelText("torchvision's alexnet.", [224, 224, 3]);
  const conv = (name: string, filters: number, kernelSize: number, more: Attributes): string =>
    model.add("conv2d", name, { filters, kernelSize, ...more, activation: "relu" });
  const pool = (name: string): string => model.add("maxPool2d", name, { poolSize: 3, strides: 2 });
  conv("conv1", 64, 11, { strides: 4, padding: 2 });
  pool("pool1");
  conv("conv2", 192, 5, { padding: 2 });
  pool("pool2");
  conv("conv3", 384, 3, { padding: 1 });
  conv("conv4", 256, 3, { padding: 1 });
  conv("conv5", 256, 3, { padding: 1 });
  pool("pool5");
  model.add("flatten", "flatten");
  addHead(model, [4096, 4096, 1000]);
  return model;
}

/** Configuration D; its adaptive pool of 7 x 7 changes nothing at 224 x 224. */
export function vgg16(): ModelText {
  const model = new ModelText("torchvision's vgg16.", [224, 224, 3]);
  const blocks = [
    [64, 64],
    [128, 128],
    [256, 256, 256],
    [512, 512, 512],
    [512, 512, 512],
  ];
  blocks.forEach((block, index) => {
    block.forEach((filters, at) => {
      const attributes = { filters, kernelSize: 3, padding: 1, activation: "relu" };
      model.add("conv2d", `conv${index + 1}_${at + 1}`, attributes);
    });
    model.add("maxPool2d", `pool${index + 1}`, { poolSize: 2 });
  });
  model.add("flatten", "flatten");
  addHead(model, [4096, 4096, 1000]);
  return model;
}

/** Dense layers with ReLU between them. */
function addHead(model: ModelText, units: readonly number[]): void {
  units.forEach((count, index) => {
    const activation = index < units.length - 1 ? { activation: "relu" } : {};
    model.add("dense", `fc${index + 1}`, { units: count, ...activation });
  });
}

/** A convolution without a bias, batch normalization, and perhaps an activation. */
function addConvNorm(
  model: ModelText,
  name: string,
  { type = "conv2d", from = model.last, activation, ...conv }: ConvNorm,
): string {
  model.add(type, name, { ...conv, bias: false }, from);
  const norm = model.add("batchNorm", `${name}_bn`, torchNorm);
  return activation === undefined ? norm : model.add("activation", `${name}_act`, { function: activation });
}

interface ConvNorm extends Attributes {
  readonly type?: string;
  readonly from?: string;
  readonly activation?: string;
}

/** `resnet18` has blocks of two 3 x 3 convolutions, `resnet50` bottlenecks whose stride is in the 3 x 3 convolution. */
export function resnet(name: "resnet18" | "resnet50"): ModelText {
  const model = new ModelText(`torchvision's ${name}.`, [224, 224, 3]);
  const isDeep = name === "resnet50";
  const counts = isDeep ? [3, 4, 6, 3] : [2, 2, 2, 2];
  addConvNorm(model, "conv1", { filters: 64, kernelSize: 7, strides: 2, padding: 3, activation: "relu" });
  model.add("maxPool2d", "maxpool", { poolSize: 3, strides: 2, padding: 1 });
  let channels = 64;
  counts.forEach((count, layer) => {
    const width = 64 * 2 ** layer;
    for (let block = 0; block < count; block++) {
      const strides = block === 0 && layer > 0 ? 2 : 1;
      const place = { width, strides, channels };
      channels = addResidualBlock(
        model,
        `layer${layer + 1}_${block}`,
        isDeep ? bottleneck(place) : basic(place),
        place,
      );
    }
  });
  model.add("globalAvgPool2d", "avgpool");
  model.add("dense", "fc", { units: 1000 });
  return model;
}

interface BlockPlace {
  readonly width: number;
  readonly strides: number;
  /** Channels that come in. */
  readonly channels: number;
}

interface BlockConv extends Attributes {
  readonly filters: number;
}

function basic({ width, strides }: BlockPlace): BlockConv[] {
  const conv = { filters: width, kernelSize: 3, padding: 1 };
  return [{ ...conv, strides }, conv];
}

function bottleneck({ width, strides }: BlockPlace): BlockConv[] {
  return [
    { filters: width, kernelSize: 1 },
    { filters: width, kernelSize: 3, strides, padding: 1 },
    { filters: 4 * width, kernelSize: 1 },
  ];
}

/** The convolutions, the shortcut, and their sum; gives the channels that come out. */
function addResidualBlock(
  model: ModelText,
  name: string,
  convs: readonly BlockConv[],
  { strides, channels }: BlockPlace,
): number {
  const input = model.last;
  const filters = convs.at(-1)?.filters ?? channels;
  let residual = input;
  convs.forEach((conv, index) => {
    const activation = index < convs.length - 1 ? { activation: "relu" } : {};
    residual = addConvNorm(model, `${name}_conv${index + 1}`, { ...conv, ...activation });
  });
  const isSame = strides === 1 && filters === channels;
  const downsample = { from: input, filters, kernelSize: 1, strides };
  const shortcut = isSame ? input : addConvNorm(model, `${name}_downsample`, downsample);
  model.add("add", `${name}_add`, {}, [residual, shortcut]);
  model.add("activation", `${name}_relu`, { function: "relu" });
  return filters;
}

/** Inverted residuals: factor of expansion, channels, how many, stride of the first. */
const invertedResiduals = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

export function mobilenetV2(): ModelText {
  const model = new ModelText("torchvision's mobilenet_v2.", [224, 224, 3]);
  const activation = "relu6";
  addConvNorm(model, "features0", { filters: 32, kernelSize: 3, strides: 2, padding: 1, activation });
  let channels = 32;
  let index = 0;
  for (const [factor, filters, count, stride] of invertedResiduals) {
    for (let repeat = 0; repeat < count; repeat++) {
      const name = `features${++index}`;
      const input = model.last;
      const strides = repeat === 0 ? stride : 1;
      if (factor > 1) addConvNorm(model, `${name}_expand`, { filters: channels * factor, kernelSize: 1, activation });
      const depthwise = { type: "depthwiseConv2d", kernelSize: 3, strides, padding: 1 };
      addConvNorm(model, `${name}_depthwise`, { ...depthwise, activation });
      const project = addConvNorm(model, `${name}_project`, { filters, kernelSize: 1 });
      if (strides === 1 && filters === channels) model.add("add", `${name}_add`, {}, [input, project]);
      channels = filters;
    }
  }
  addConvNorm(model, "features18", { filters: 1280, kernelSize: 1, activation });
  model.add("globalAvgPool2d", "avgpool");
  model.add("dropout", "dropout", { rate: 0.2 });
  model.add("dense", "classifier", { units: 1000 });
  return model;
}
