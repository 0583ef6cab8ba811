/** `keras.applications.efficientnet`: EfficientNetB0 to B7. */
import { builder, headAsIs } from "./common.ts";

export const efficientnet = `${headAsIs}
import math
from keras.applications.imagenet_utils import correct_pad

def _width(filters, coefficient):
    filters *= coefficient
    near = max(8, int(filters + 4) // 8 * 8)
    return int(near + 8 if near < 0.9 * filters else near)

def _norm(x, name):
    return layers.BatchNormalization(axis=3, name=name)(x)

def _block(x, before, after, kernel, stride, expansion, rate, name):
    wide = before * expansion
    image = x
    if expansion != 1:
        x = layers.Conv2D(wide, 1, padding="same", use_bias=False, name=name + "expand_conv")(x)
        x = layers.Activation("swish", name=name + "expand_activation")(_norm(x, name + "expand_bn"))
    if stride == 2:
        x = layers.ZeroPadding2D(padding=correct_pad(x, kernel), name=name + "dwconv_pad")(x)
    x = layers.DepthwiseConv2D(kernel, strides=stride, padding="valid" if stride == 2 else "same", use_bias=False, name=name + "dwconv")(x)
    x = layers.Activation("swish", name=name + "activation")(_norm(x, name + "bn"))
    se = layers.GlobalAveragePooling2D(name=name + "se_squeeze")(x)
    se = layers.Reshape((1, 1, wide), name=name + "se_reshape")(se)
    se = layers.Conv2D(max(1, int(before * 0.25)), 1, padding="same", activation="swish", name=name + "se_reduce")(se)
    se = layers.Conv2D(wide, 1, padding="same", activation="sigmoid", name=name + "se_expand")(se)
    x = layers.multiply([x, se], name=name + "se_excite")
    x = layers.Conv2D(after, 1, padding="same", use_bias=False, name=name + "project_conv")(x)
    x = _norm(x, name + "project_bn")
    if stride == 1 and before == after:
        if rate > 0:
            x = layers.Dropout(rate, noise_shape=(None, 1, 1, 1), name=name + "drop")(x)
        x = layers.add([x, image], name=name + "add")
    return x

def _build(width, depth, size, dropout, weights, include_top, input_tensor, input_shape, pooling, classes, activation, name):
    image = start(input_tensor, input_shape, include_top, size)
    x = layers.Normalization(axis=3)(layers.Rescaling(1.0 / 255.0)(image))
    if weights == "imagenet":
        x = layers.Rescaling([1.0, 1.0, 1.0])(x)
    x = layers.ZeroPadding2D(padding=correct_pad(x, 3), name="stem_conv_pad")(x)
    x = layers.Conv2D(_width(32, width), 3, strides=2, padding="valid", use_bias=False, name="stem_conv")(x)
    x = layers.Activation("swish", name="stem_activation")(_norm(x, "stem_bn"))
    rows = [(3, 1, 32, 16, 1, 1), (3, 2, 16, 24, 6, 2), (5, 2, 24, 40, 6, 2), (3, 3, 40, 80, 6, 2), (5, 3, 80, 112, 6, 1),
            (5, 4, 112, 192, 6, 2), (3, 1, 192, 320, 6, 1)]
    total = sum(int(math.ceil(depth * row[1])) for row in rows)
    made = 0
    for stage, (kernel, count, before, after, expansion, stride) in enumerate(rows, 1):
        before, after = _width(before, width), _width(after, width)
        for i in range(int(math.ceil(depth * count))):
            x = _block(x, before if i == 0 else after, after, kernel, stride if i == 0 else 1, expansion, 0.2 * made / total,
                       f"block{stage}{chr(i + 97)}_")
            made += 1
    x = layers.Conv2D(_width(1280, width), 1, padding="same", use_bias=False, name="top_conv")(x)
    x = layers.Activation("swish", name="top_activation")(_norm(x, "top_bn"))
    x = classified(x, include_top, pooling, classes, activation, dropout=dropout)
    return finish(input_tensor, image, x, name)
${[
  ["EfficientNetB0", "1.0, 1.0, 224, 0.2"],
  ["EfficientNetB1", "1.0, 1.1, 240, 0.2"],
  ["EfficientNetB2", "1.1, 1.2, 260, 0.3"],
  ["EfficientNetB3", "1.2, 1.4, 300, 0.3"],
  ["EfficientNetB4", "1.4, 1.8, 380, 0.4"],
  ["EfficientNetB5", "1.6, 2.2, 456, 0.4"],
  ["EfficientNetB6", "1.8, 2.6, 528, 0.5"],
  ["EfficientNetB7", "2.0, 3.1, 600, 0.5"],
]
  .map(([name = "", numbers = ""]) => builder(name, `${numbers}, weights`))
  .join("")}`;
