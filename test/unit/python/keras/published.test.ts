import { expect, test } from "vitest";
import { Instance } from "../../../../src/python/value.ts";
import { countOf, runKeras } from "./annotate.ts";

const vgg16 = `
from keras import Input, Model, layers

x = image = Input((224, 224, 3))
for stage, (filters, count) in enumerate([(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]):
    for index in range(count):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"block{stage + 1}_conv{index + 1}")(x)
    x = layers.MaxPooling2D(2, strides=2)(x)
x = layers.Flatten()(x)
for units in (4096, 4096):
    x = layers.Dense(units, activation="relu")(x)
model = Model(image, layers.Dense(1000, activation="softmax")(x))
`;

const mobileNetV2 = `
from keras import Input, Model, layers

def divisible(value, by=8):
    rounded = max(by, int(value + by / 2) // by * by)
    return rounded + by if rounded < 0.9 * value else rounded

def bottleneck(x, filters, stride, expansion):
    channels, y = x.shape[-1], x
    if expansion > 1:
        y = layers.Conv2D(expansion * channels, 1, use_bias=False)(y)
        y = layers.ReLU(6.0)(layers.BatchNormalization()(y))
    y = layers.DepthwiseConv2D(3, strides=stride, padding="same", use_bias=False)(y)
    y = layers.ReLU(6.0)(layers.BatchNormalization()(y))
    y = layers.BatchNormalization()(layers.Conv2D(filters, 1, use_bias=False)(y))
    return layers.Add()([x, y]) if stride == 1 and channels == filters else y

image = Input((224, 224, 3))
x = layers.Conv2D(divisible(32), 3, strides=2, padding="same", use_bias=False)(image)
x = layers.ReLU(6.0)(layers.BatchNormalization()(x))
for filters, count, stride, expansion in [(16, 1, 1, 1), (24, 2, 2, 6), (32, 3, 2, 6), (64, 4, 2, 6), (96, 3, 1, 6), (160, 3, 2, 6), (320, 1, 1, 6)]:
    for index in range(count):
        x = bottleneck(x, divisible(filters), stride if index == 0 else 1, expansion)
x = layers.ReLU(6.0)(layers.BatchNormalization()(layers.Conv2D(1280, 1, use_bias=False)(x)))
model = Model(image, layers.Dense(1000)(layers.GlobalAveragePooling2D()(x)))
`;

test.each([
  ["VGG16", vgg16, "138357544"],
  ["MobileNetV2", mobileNetV2, "3538984"],
])("%s has as many parameters as its authors count", async (_name, source, parameters) => {
  const { module, trace } = await runKeras(source);
  const model = module?.names.get("model");
  expect(model instanceof Instance && countOf(model)).toBe(parameters);
  expect(trace.problems).toEqual([]);
  expect(trace.operations.at(-1)?.outputs[0]?.shape?.slice(1)).toEqual([1000]);
});
