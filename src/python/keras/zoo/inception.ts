/** `keras.applications.inception_v3`. */
import { head } from "./common.ts";

export const inceptionV3 = `${head}
def _conv(x, filters, rows, columns, padding="same", strides=(1, 1)):
    x = layers.Conv2D(filters, (rows, columns), strides=strides, padding=padding, use_bias=False)(x)
    return layers.Activation("relu")(layers.BatchNormalization(axis=3, scale=False)(x))

def _average(x):
    return layers.AveragePooling2D((3, 3), strides=(1, 1), padding="same")(x)

def _first(x, width, number):
    one = _conv(x, 64, 1, 1)
    five = _conv(_conv(x, 48, 1, 1), 64, 5, 5)
    three = _conv(_conv(_conv(x, 64, 1, 1), 96, 3, 3), 96, 3, 3)
    return layers.concatenate([one, five, three, _conv(_average(x), width, 1, 1)], axis=3, name=f"mixed{number}")

def _second(x, width, number):
    one = _conv(x, 192, 1, 1)
    seven = _conv(_conv(_conv(x, width, 1, 1), width, 1, 7), 192, 7, 1)
    double = _conv(_conv(_conv(x, width, 1, 1), width, 7, 1), width, 1, 7)
    double = _conv(_conv(double, width, 7, 1), 192, 1, 7)
    return layers.concatenate([one, seven, double, _conv(_average(x), 192, 1, 1)], axis=3, name=f"mixed{number}")

def _third(x, number):
    one = _conv(x, 320, 1, 1)
    three = _conv(x, 384, 1, 1)
    three = layers.concatenate([_conv(three, 384, 1, 3), _conv(three, 384, 3, 1)], axis=3, name=f"mixed9_{number - 9}")
    double = _conv(_conv(x, 448, 1, 1), 384, 3, 3)
    double = layers.concatenate([_conv(double, 384, 1, 3), _conv(double, 384, 3, 1)], axis=3)
    return layers.concatenate([one, three, double, _conv(_average(x), 192, 1, 1)], axis=3, name=f"mixed{number}")

def InceptionV3(include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None, classes=1000,
                classifier_activation="softmax", name="inception_v3"):
    input_shape = checked_shape(input_shape, weights)
    image = start(input_tensor, input_shape, include_top, 299)
    x = _conv(image, 32, 3, 3, "valid", (2, 2))
    x = _conv(_conv(x, 32, 3, 3, "valid"), 64, 3, 3)
    x = layers.MaxPooling2D((3, 3), strides=(2, 2))(x)
    x = _conv(_conv(x, 80, 1, 1, "valid"), 192, 3, 3, "valid")
    x = layers.MaxPooling2D((3, 3), strides=(2, 2))(x)
    for number, width in enumerate([32, 64, 64]):
        x = _first(x, width, number)
    three = _conv(x, 384, 3, 3, "valid", (2, 2))
    double = _conv(_conv(_conv(x, 64, 1, 1), 96, 3, 3), 96, 3, 3, "valid", (2, 2))
    x = layers.concatenate([three, double, layers.MaxPooling2D((3, 3), strides=(2, 2))(x)], axis=3, name="mixed3")
    for number, width in enumerate([128, 160, 160, 192], 4):
        x = _second(x, width, number)
    three = _conv(_conv(x, 192, 1, 1), 320, 3, 3, "valid", (2, 2))
    seven = _conv(_conv(_conv(x, 192, 1, 1), 192, 1, 7), 192, 7, 1)
    seven = _conv(seven, 192, 3, 3, "valid", (2, 2))
    x = layers.concatenate([three, seven, layers.MaxPooling2D((3, 3), strides=(2, 2))(x)], axis=3, name="mixed8")
    x = _third(_third(x, 9), 10)
    x = classified(x, include_top, pooling, classes, classifier_activation, named=False)
    return finish(input_tensor, image, x, name)
`;
