/** `keras.applications.densenet`. */
import { builder, head } from "./common.ts";

export const densenet = `${head}
def _norm(x, name):
    return layers.BatchNormalization(axis=3, epsilon=1.001e-5, name=name)(x)

def _block(x, name):
    y = layers.Activation("relu", name=name + "_0_relu")(_norm(x, name + "_0_bn"))
    y = layers.Conv2D(128, 1, use_bias=False, name=name + "_1_conv")(y)
    y = layers.Activation("relu", name=name + "_1_relu")(_norm(y, name + "_1_bn"))
    y = layers.Conv2D(32, 3, padding="same", use_bias=False, name=name + "_2_conv")(y)
    return layers.Concatenate(axis=3, name=name + "_concat")([x, y])

def _build(counts, include_top, input_tensor, input_shape, pooling, classes, activation, name):
    image = start(input_tensor, input_shape, include_top, 224)
    x = layers.ZeroPadding2D(padding=((3, 3), (3, 3)))(image)
    x = layers.Conv2D(64, 7, strides=2, use_bias=False, name="conv1_conv")(x)
    x = layers.Activation("relu", name="conv1_relu")(_norm(x, "conv1_bn"))
    x = layers.ZeroPadding2D(padding=((1, 1), (1, 1)))(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool1")(x)
    for stage, count in enumerate(counts, 2):
        for i in range(1, count + 1):
            x = _block(x, f"conv{stage}_block{i}")
        if stage < 5:
            x = layers.Activation("relu", name=f"pool{stage}_relu")(_norm(x, f"pool{stage}_bn"))
            x = layers.Conv2D(x.shape[3] // 2, 1, use_bias=False, name=f"pool{stage}_conv")(x)
            x = layers.AveragePooling2D(2, strides=2, name=f"pool{stage}_pool")(x)
    x = layers.Activation("relu", name="relu")(_norm(x, "bn"))
    x = classified(x, include_top, pooling, classes, activation)
    return finish(input_tensor, image, x, name)
${builder("DenseNet121", "[6, 12, 24, 16]")}${builder("DenseNet169", "[6, 12, 32, 32]")}${builder("DenseNet201", "[6, 12, 48, 32]")}`;
