/** `keras.applications.inception_resnet_v2`. */
import { head } from "./common.ts";

export const inceptionResnetV2 = `${head}
def _conv(x, filters, size, strides=1, padding="same", name=None):
    x = layers.Conv2D(filters, size, strides=strides, padding=padding, use_bias=False, name=name)(x)
    x = layers.BatchNormalization(axis=3, scale=False, name=name and name + "_bn")(x)
    return layers.Activation("relu", name=name and name + "_ac")(x)

class CustomScaleLayer(layers.Layer):
    def __init__(self, scale, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def call(self, inputs):
        return inputs[0] + inputs[1] * self.scale

def _branches(x, kind):
    one = _conv(x, 32 if kind == "block35" else 192, 1)
    if kind == "block35":
        three = _conv(_conv(x, 32, 1), 32, 3)
        return [one, three, _conv(_conv(_conv(x, 32, 1), 48, 3), 64, 3)]
    if kind == "block17":
        return [one, _conv(_conv(_conv(x, 128, 1), 160, [1, 7]), 192, [7, 1])]
    return [one, _conv(_conv(_conv(x, 192, 1), 224, [1, 3]), 256, [3, 1])]

def _block(x, scale, kind, number, rectified=True):
    name = f"{kind}_{number}"
    mixed = layers.Concatenate(axis=3, name=name + "_mixed")(_branches(x, kind))
    up = layers.Conv2D(x.shape[3], 1, padding="same", name=name + "_conv")(mixed)
    x = CustomScaleLayer(scale)([x, up])
    return layers.Activation("relu", name=name + "_ac")(x) if rectified else x

def InceptionResNetV2(include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None, classes=1000,
                      classifier_activation="softmax", name="inception_resnet_v2"):
    input_shape = checked_shape(input_shape, weights)
    image = start(input_tensor, input_shape, include_top, 299)
    x = _conv(image, 32, 3, 2, "valid")
    x = _conv(_conv(x, 32, 3, padding="valid"), 64, 3)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = _conv(_conv(x, 80, 1, padding="valid"), 192, 3, padding="valid")
    x = layers.MaxPooling2D(3, strides=2)(x)
    one = _conv(x, 96, 1)
    five = _conv(_conv(x, 48, 1), 64, 5)
    three = _conv(_conv(_conv(x, 64, 1), 96, 3), 96, 3)
    average = _conv(layers.AveragePooling2D(3, strides=1, padding="same")(x), 64, 1)
    x = layers.Concatenate(axis=3, name="mixed_5b")([one, five, three, average])
    for number in range(1, 11):
        x = _block(x, 0.17, "block35", number)
    one = _conv(x, 384, 3, 2, "valid")
    two = _conv(_conv(_conv(x, 256, 1), 256, 3), 384, 3, 2, "valid")
    x = layers.Concatenate(axis=3, name="mixed_6a")([one, two, layers.MaxPooling2D(3, strides=2)(x)])
    for number in range(1, 21):
        x = _block(x, 0.1, "block17", number)
    one = _conv(_conv(x, 256, 1), 384, 3, 2, "valid")
    two = _conv(_conv(x, 256, 1), 288, 3, 2, "valid")
    three = _conv(_conv(_conv(x, 256, 1), 288, 3), 320, 3, 2, "valid")
    x = layers.Concatenate(axis=3, name="mixed_7a")([one, two, three, layers.MaxPooling2D(3, strides=2)(x)])
    for number in range(1, 10):
        x = _block(x, 0.2, "block8", number)
    x = _conv(_block(x, 1.0, "block8", 10, False), 1536, 1, name="conv_7b")
    x = classified(x, include_top, pooling, classes, classifier_activation, named=False)
    return finish(input_tensor, image, x, name)
`;
