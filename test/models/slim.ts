/**
 * Networks up to their last feature maps as TensorFlow's slim library builds them
 * (https://github.com/tensorflow/models/tree/master/research/slim), of which google-research/receptive_field publishes
 * the receptive fields. Normalizations and activations work value by value and are left out.
 */
import { ModelText } from "./model-text.ts";

export function slimVgg16(): ModelText {
  const model = new ModelText("slim's vgg_16 up to pool5.", [224, 224, 3]);
  [2, 2, 3, 3, 3].forEach((count, index) => {
    for (let at = 1; at <= count; at++) {
      model.add("conv2d", `conv${index + 1}_${at}`, {
        filters: Math.min(512, 64 * 2 ** index),
        kernelSize: 3,
        padding: "same",
      });
    }
    model.add("maxPool2d", `pool${index + 1}`, { poolSize: 2 });
  });
  return model;
}

/** Unlike the paper, the stride of each block is in its last unit; with a stride, slim pads by numbers and not by "same". */
export function slimResnetV1(): ModelText {
  const model = new ModelText("slim's resnet_v1_50 up to block4.", [224, 224, 3]);
  model.add("conv2d", "conv1", { filters: 64, kernelSize: 7, strides: 2, padding: 3 });
  model.add("maxPool2d", "pool1", { poolSize: 3, strides: 2, padding: "same" });
  let channels = 64;
  [3, 4, 6, 3].forEach((count, index) => {
    for (let unit = 1; unit <= count; unit++) {
      const strides = unit === count && index < 3 ? 2 : 1;
      const filters = 256 * 2 ** index;
      addUnit(model, `block${index + 1}_${unit}`, { filters, strides, channels });
      channels = filters;
    }
    // The end-point under its published name.
    model.add("activation", `block${index + 1}`, { function: "relu" });
  });
  return model;
}

interface Unit {
  readonly filters: number;
  readonly strides: number;
  /** Channels that come in. */
  readonly channels: number;
}

function addUnit(model: ModelText, name: string, { filters, strides, channels }: Unit): void {
  const input = model.last;
  const width = filters / 4;
  model.add("conv2d", `${name}_conv1`, { filters: width, kernelSize: 1 });
  const padding = strides === 1 ? "same" : 1;
  model.add("conv2d", `${name}_conv2`, { filters: width, kernelSize: 3, strides, padding });
  const residual = model.add("conv2d", `${name}_conv3`, { filters, kernelSize: 1 });
  let shortcut = input;
  if (filters !== channels) {
    shortcut = model.add("conv2d", `${name}_shortcut`, { filters, kernelSize: 1, strides }, input);
  } else if (strides > 1) {
    shortcut = model.add("maxPool2d", `${name}_shortcut`, { poolSize: 1, strides }, input);
  }
  model.add("add", name, {}, [shortcut, residual]);
}

/** Filters of the pointwise convolutions, and where the depthwise one before has stride 2. */
const mobilenetPairs = [64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024];
const mobilenetStrides: ReadonlySet<number> = new Set([2, 4, 6, 12]);

export function slimMobilenetV1(): ModelText {
  const model = new ModelText("slim's mobilenet_v1 up to its last convolution.", [224, 224, 3]);
  model.add("conv2d", "Conv2d_0", { filters: 32, kernelSize: 3, strides: 2, padding: "same" });
  mobilenetPairs.forEach((filters, index) => {
    const name = `Conv2d_${index + 1}`;
    const strides = mobilenetStrides.has(index + 1) ? 2 : 1;
    model.add("depthwiseConv2d", `${name}_depthwise`, { kernelSize: 3, strides, padding: "same" });
    model.add("conv2d", `${name}_pointwise`, { filters, kernelSize: 1, padding: "same" });
  });
  return model;
}
