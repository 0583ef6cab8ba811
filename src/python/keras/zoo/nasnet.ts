/** `keras.applications.nasnet`: NASNetMobile and NASNetLarge. */
import { head } from "./common.ts";

const models: readonly (readonly [name: string, numbers: string, size: number])[] = [
  ["Mobile", "32, 1056, 4, False", 224],
  ["Large", "96, 4032, 6, True", 331],
];

export const nasnet = `${head}
from keras.applications.imagenet_utils import correct_pad

def _norm(x, name):
    return layers.BatchNormalization(axis=-1, name=name)(x)

def _pointwise(x, filters, name):
    return layers.Conv2D(filters, (1, 1), padding="same", use_bias=False, name=name)(x)

def _separable(x, filters, size, name, strides=(1, 1)):
    x = layers.Activation("relu")(x)
    if strides == (2, 2):
        x = layers.ZeroPadding2D(padding=correct_pad(x, size), name=f"separable_conv_1_pad_{name}")(x)
    padding = "valid" if strides == (2, 2) else "same"
    x = layers.SeparableConv2D(filters, size, strides=strides, padding=padding, use_bias=False,
                               name=f"separable_conv_1_{name}")(x)
    x = layers.Activation("relu")(_norm(x, f"separable_conv_1_bn_{name}"))
    x = layers.SeparableConv2D(filters, size, padding="same", use_bias=False, name=f"separable_conv_2_{name}")(x)
    return _norm(x, f"separable_conv_2_bn_{name}")

def _adjust(p, x, filters, name):
    if p is None:
        return x
    if p.shape[-2] != x.shape[-2]:
        p = layers.Activation("relu", name=f"adjust_relu_1_{name}")(p)
        one = layers.AveragePooling2D((1, 1), strides=(2, 2), name=f"adjust_avg_pool_1_{name}")(p)
        one = _pointwise(one, filters // 2, f"adjust_conv_1_{name}")
        two = layers.ZeroPadding2D(padding=((0, 1), (0, 1)))(p)
        two = layers.Cropping2D(cropping=((1, 0), (1, 0)))(two)
        two = layers.AveragePooling2D((1, 1), strides=(2, 2), name=f"adjust_avg_pool_2_{name}")(two)
        two = _pointwise(two, filters // 2, f"adjust_conv_2_{name}")
        return _norm(layers.concatenate([one, two], axis=-1), f"adjust_bn_{name}")
    if p.shape[-1] != filters:
        p = _pointwise(layers.Activation("relu")(p), filters, f"adjust_conv_projection_{name}")
        return _norm(p, f"adjust_bn_{name}")
    return p

def _normal(x, p, filters, name):
    p = _adjust(p, x, filters, name)
    h = _pointwise(layers.Activation("relu")(x), filters, f"normal_conv_1_{name}")
    h = _norm(h, f"normal_bn_1_{name}")
    left = _separable(h, filters, (5, 5), f"normal_left1_{name}")
    one = layers.add([left, _separable(p, filters, (3, 3), f"normal_right1_{name}")], name=f"normal_add_1_{name}")
    left = _separable(p, filters, (5, 5), f"normal_left2_{name}")
    two = layers.add([left, _separable(p, filters, (3, 3), f"normal_right2_{name}")], name=f"normal_add_2_{name}")
    average = dict(pool_size=(3, 3), strides=(1, 1), padding="same")
    three = layers.AveragePooling2D(**average, name=f"normal_left3_{name}")(h)
    three = layers.add([three, p], name=f"normal_add_3_{name}")
    left = layers.AveragePooling2D(**average, name=f"normal_left4_{name}")(p)
    right = layers.AveragePooling2D(**average, name=f"normal_right4_{name}")(p)
    four = layers.add([left, right], name=f"normal_add_4_{name}")
    five = layers.add([_separable(h, filters, (3, 3), f"normal_left5_{name}"), h], name=f"normal_add_5_{name}")
    return layers.concatenate([p, one, two, three, four, five], axis=-1, name=f"normal_concat_{name}"), x

def _reduction(x, p, filters, name):
    p = _adjust(p, x, filters, name)
    h = _pointwise(layers.Activation("relu")(x), filters, f"reduction_conv_1_{name}")
    h = _norm(h, f"reduction_bn_1_{name}")
    wide = layers.ZeroPadding2D(padding=correct_pad(h, 3), name=f"reduction_pad_1_{name}")(h)
    left = _separable(h, filters, (5, 5), f"reduction_left1_{name}", (2, 2))
    right = _separable(p, filters, (7, 7), f"reduction_right1_{name}", (2, 2))
    one = layers.add([left, right], name=f"reduction_add_1_{name}")
    left = layers.MaxPooling2D((3, 3), strides=(2, 2), name=f"reduction_left2_{name}")(wide)
    right = _separable(p, filters, (7, 7), f"reduction_right2_{name}", (2, 2))
    two = layers.add([left, right], name=f"reduction_add_2_{name}")
    left = layers.AveragePooling2D((3, 3), strides=(2, 2), name=f"reduction_left3_{name}")(wide)
    right = _separable(p, filters, (5, 5), f"reduction_right3_{name}", (2, 2))
    three = layers.add([left, right], name=f"reduction_add3_{name}")
    four = layers.AveragePooling2D((3, 3), strides=(1, 1), padding="same", name=f"reduction_left4_{name}")(one)
    four = layers.add([two, four])
    left = _separable(one, filters, (3, 3), f"reduction_left4_{name}")
    right = layers.MaxPooling2D((3, 3), strides=(2, 2), name=f"reduction_right5_{name}")(wide)
    five = layers.add([left, right], name=f"reduction_add4_{name}")
    return layers.concatenate([two, three, four, five], axis=-1, name=f"reduction_concat_{name}"), x

def _build(stem, penultimate, blocks, skip, size, include_top, input_tensor, input_shape, pooling, classes, activation, name):
    image = start(input_tensor, input_shape, include_top, size)
    filters = penultimate // 24
    x = layers.Conv2D(stem, (3, 3), strides=(2, 2), use_bias=False, name="stem_conv1")(image)
    x, p = _reduction(_norm(x, "stem_bn1"), None, filters // 4, "stem_1")
    x, p = _reduction(x, p, filters // 2, "stem_2")
    for i in range(blocks):
        x, p = _normal(x, p, filters, f"{i}")
    for stage in (1, 2):
        width = filters * 2**stage
        x, before = _reduction(x, p, width, f"reduce_{stage * blocks}")
        p = p if skip else before
        for i in range(blocks):
            x, p = _normal(x, p, width, f"{stage * blocks + i + 1}")
    x = layers.Activation("relu")(x)
    if include_top:
        x = layers.GlobalAveragePooling2D()(x)
        x = layers.Dense(classes, activation=activation, name="predictions")(x)
    else:
        x = pooled(x, pooling, False)
    return finish(input_tensor, image, x, name)
${models
  .map(
    ([name, numbers, size]) => `
def NASNet${name}(input_shape=None, include_top=True, weights="imagenet", input_tensor=None, pooling=None, classes=1000,
        classifier_activation="softmax", name="nasnet_${name.toLowerCase()}"):
    input_shape = checked_shape(input_shape, weights)
    shape = input_shape if include_top or input_shape is not None else (${size}, ${size}, 3)
    return _build(${numbers}, ${size}, include_top, input_tensor, shape, pooling, classes, classifier_activation, name)
`,
  )
  .join("")}`;
