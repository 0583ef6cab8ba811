/** `keras.applications.xception`. */
import { head } from "./common.ts";

export const xception = `${head}
def _separable(x, filters, name):
    x = layers.SeparableConv2D(filters, (3, 3), padding="same", use_bias=False, name=name)(x)
    return layers.BatchNormalization(axis=-1, name=name + "_bn")(x)

def _relu(x, name):
    return layers.Activation("relu", name=name)(x)

def _down(x, first, filters, block, starts_with_relu=True):
    residual = layers.Conv2D(filters, (1, 1), strides=(2, 2), padding="same", use_bias=False)(x)
    residual = layers.BatchNormalization(axis=-1)(residual)
    if starts_with_relu:
        x = _relu(x, f"block{block}_sepconv1_act")
    x = _separable(x, first, f"block{block}_sepconv1")
    x = _separable(_relu(x, f"block{block}_sepconv2_act"), filters, f"block{block}_sepconv2")
    x = layers.MaxPooling2D((3, 3), strides=(2, 2), padding="same", name=f"block{block}_pool")(x)
    return layers.add([x, residual])

def Xception(include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None, classes=1000,
             classifier_activation="softmax", name="xception"):
    input_shape = checked_shape(input_shape, weights)
    image = start(input_tensor, input_shape, include_top, 299)
    x = layers.Conv2D(32, (3, 3), strides=(2, 2), use_bias=False, name="block1_conv1")(image)
    x = _relu(layers.BatchNormalization(axis=-1, name="block1_conv1_bn")(x), "block1_conv1_act")
    x = layers.Conv2D(64, (3, 3), use_bias=False, name="block1_conv2")(x)
    x = _relu(layers.BatchNormalization(axis=-1, name="block1_conv2_bn")(x), "block1_conv2_act")
    x = _down(x, 128, 128, 2, starts_with_relu=False)
    x = _down(x, 256, 256, 3)
    x = _down(x, 728, 728, 4)
    for block in range(5, 13):
        residual = x
        for i in (1, 2, 3):
            x = _separable(_relu(x, f"block{block}_sepconv{i}_act"), 728, f"block{block}_sepconv{i}")
        x = layers.add([x, residual])
    x = _down(x, 728, 1024, 13)
    x = _relu(_separable(x, 1536, "block14_sepconv1"), "block14_sepconv1_act")
    x = _relu(_separable(x, 2048, "block14_sepconv2"), "block14_sepconv2_act")
    x = classified(x, include_top, pooling, classes, classifier_activation, named=False)
    return finish(input_tensor, image, x, name)
`;
