/** `keras.applications.resnet` and `resnet_v2`, whose blocks normalize before they convolve. */
import { builder, head } from "./common.ts";

export const resnet = `${head}
def _norm(name):
    return layers.BatchNormalization(axis=3, epsilon=1.001e-5, name=name)

def _block(x, filters, stride, first, name):
    shortcut = x
    if first:
        shortcut = layers.Conv2D(4 * filters, 1, strides=stride, name=name + "_0_conv")(x)
        shortcut = _norm(name + "_0_bn")(shortcut)
    x = layers.Conv2D(filters, 1, strides=stride, name=name + "_1_conv")(x)
    x = layers.Activation("relu", name=name + "_1_relu")(_norm(name + "_1_bn")(x))
    x = layers.Conv2D(filters, 3, padding="same", name=name + "_2_conv")(x)
    x = layers.Activation("relu", name=name + "_2_relu")(_norm(name + "_2_bn")(x))
    x = layers.Conv2D(4 * filters, 1, name=name + "_3_conv")(x)
    x = layers.Add(name=name + "_add")([shortcut, _norm(name + "_3_bn")(x)])
    return layers.Activation("relu", name=name + "_out")(x)

def _build(counts, include_top, input_tensor, input_shape, pooling, classes, activation, name):
    image = start(input_tensor, input_shape, include_top, 224)
    x = layers.ZeroPadding2D(padding=((3, 3), (3, 3)), name="conv1_pad")(image)
    x = layers.Conv2D(64, 7, strides=2, name="conv1_conv")(x)
    x = layers.Activation("relu", name="conv1_relu")(_norm("conv1_bn")(x))
    x = layers.ZeroPadding2D(padding=((1, 1), (1, 1)), name="pool1_pad")(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool1_pool")(x)
    for stage, (count, filters) in enumerate(zip(counts, [64, 128, 256, 512]), 2):
        for i in range(1, count + 1):
            x = _block(x, filters, 2 if i == 1 and stage > 2 else 1, i == 1, f"conv{stage}_block{i}")
    x = classified(x, include_top, pooling, classes, activation)
    return finish(input_tensor, image, x, name)
${builder("ResNet50", "[3, 4, 6, 3]")}${builder("ResNet101", "[3, 4, 23, 3]")}${builder("ResNet152", "[3, 8, 36, 3]")}`;

export const resnetV2 = `${head}
def _norm(name):
    return layers.BatchNormalization(axis=3, epsilon=1.001e-5, name=name)

def _block(x, filters, stride, first, name):
    before = layers.Activation("relu", name=name + "_preact_relu")(_norm(name + "_preact_bn")(x))
    if first:
        shortcut = layers.Conv2D(4 * filters, 1, strides=stride, name=name + "_0_conv")(before)
    else:
        shortcut = layers.MaxPooling2D(1, strides=stride)(x) if stride > 1 else x
    x = layers.Conv2D(filters, 1, strides=1, use_bias=False, name=name + "_1_conv")(before)
    x = layers.Activation("relu", name=name + "_1_relu")(_norm(name + "_1_bn")(x))
    x = layers.ZeroPadding2D(padding=((1, 1), (1, 1)), name=name + "_2_pad")(x)
    x = layers.Conv2D(filters, 3, strides=stride, use_bias=False, name=name + "_2_conv")(x)
    x = layers.Activation("relu", name=name + "_2_relu")(_norm(name + "_2_bn")(x))
    x = layers.Conv2D(4 * filters, 1, name=name + "_3_conv")(x)
    return layers.Add(name=name + "_out")([shortcut, x])

def _build(counts, include_top, input_tensor, input_shape, pooling, classes, activation, name):
    image = start(input_tensor, input_shape, include_top, 224)
    x = layers.ZeroPadding2D(padding=((3, 3), (3, 3)), name="conv1_pad")(image)
    x = layers.Conv2D(64, 7, strides=2, name="conv1_conv")(x)
    x = layers.ZeroPadding2D(padding=((1, 1), (1, 1)), name="pool1_pad")(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool1_pool")(x)
    for stage, (count, filters) in enumerate(zip(counts, [64, 128, 256, 512]), 2):
        for i in range(1, count + 1):
            x = _block(x, filters, 2 if i == count and stage < 5 else 1, i == 1, f"conv{stage}_block{i}")
    x = layers.Activation("relu", name="post_relu")(_norm("post_bn")(x))
    x = classified(x, include_top, pooling, classes, activation)
    return finish(input_tensor, image, x, name)
${builder("ResNet50V2", "[3, 4, 6, 3]")}${builder("ResNet101V2", "[3, 4, 23, 3]")}${builder("ResNet152V2", "[3, 8, 36, 3]")}`;
