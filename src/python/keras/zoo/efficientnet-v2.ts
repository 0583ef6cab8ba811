/** `keras.applications.efficientnet_v2`: EfficientNetV2B0 to B3, S, M and L. */
import { headAsIs } from "./common.ts";

/** Fused or not, repeats, stride, expansion, channels before and after. */
const small = `[(True, 1, 1, 1, 32, 16), (True, 2, 2, 4, 16, 32), (True, 2, 2, 4, 32, 48), (False, 3, 2, 4, 48, 96),
     (False, 5, 1, 6, 96, 112), (False, 8, 2, 6, 112, 192)]`;

const models: readonly (readonly [name: string, rows: string, width: number, depth: number, size: number])[] = [
  ["B0", small, 1, 1, 224],
  ["B1", small, 1, 1.1, 240],
  ["B2", small, 1.1, 1.2, 260],
  ["B3", small, 1.2, 1.4, 300],
  [
    "S",
    `[(True, 2, 1, 1, 24, 24), (True, 4, 2, 4, 24, 48), (True, 4, 2, 4, 48, 64), (False, 6, 2, 4, 64, 128),
     (False, 9, 1, 6, 128, 160), (False, 15, 2, 6, 160, 256)]`,
    1,
    1,
    384,
  ],
  [
    "M",
    `[(True, 3, 1, 1, 24, 24), (True, 5, 2, 4, 24, 48), (True, 5, 2, 4, 48, 80), (False, 7, 2, 4, 80, 160),
     (False, 14, 1, 6, 160, 176), (False, 18, 2, 6, 176, 304), (False, 5, 1, 6, 304, 512)]`,
    1,
    1,
    480,
  ],
  [
    "L",
    `[(True, 4, 1, 1, 32, 32), (True, 7, 2, 4, 32, 64), (True, 7, 2, 4, 64, 96), (False, 10, 2, 4, 96, 192),
     (False, 19, 1, 6, 192, 224), (False, 25, 2, 6, 224, 384), (False, 7, 1, 6, 384, 640)]`,
    1,
    1,
    480,
  ],
];

export const efficientnetV2 = `${headAsIs}
import math

def _width(filters, coefficient):
    return max(8, int(filters * coefficient + 4) // 8 * 8)

def _norm(x, name):
    return layers.BatchNormalization(axis=3, name=name)(x)

def _squeezed(x, wide, before, name):
    se = layers.GlobalAveragePooling2D(name=name + "se_squeeze")(x)
    se = layers.Reshape((1, 1, wide), name=name + "se_reshape")(se)
    se = layers.Conv2D(max(1, int(before * 0.25)), 1, padding="same", activation="swish", name=name + "se_reduce")(se)
    se = layers.Conv2D(wide, 1, padding="same", activation="sigmoid", name=name + "se_expand")(se)
    return layers.multiply([x, se], name=name + "se_excite")

def _block(image, fused, before, after, stride, expansion, rate, name):
    x, wide = image, before * expansion
    if expansion != 1:
        size, steps = (3, stride) if fused else (1, 1)
        x = layers.Conv2D(wide, size, strides=steps, padding="same", use_bias=False, name=name + "expand_conv")(x)
        x = layers.Activation("swish", name=name + "expand_activation")(_norm(x, name + "expand_bn"))
    if not fused:
        x = layers.DepthwiseConv2D(3, strides=stride, padding="same", use_bias=False, name=name + "dwconv2")(x)
        x = layers.Activation("swish", name=name + "activation")(_norm(x, name + "bn"))
        x = _squeezed(x, wide, before, name)
    alone = fused and expansion == 1
    size, steps = (3, stride) if alone else (1, 1)
    x = layers.Conv2D(after, size, strides=steps, padding="same", use_bias=False, name=name + "project_conv")(x)
    x = _norm(x, name + "project_bn")
    if alone:
        x = layers.Activation("swish", name=name + "project_activation")(x)
    if stride == 1 and before == after:
        if rate > 0:
            x = layers.Dropout(rate, noise_shape=(None, 1, 1, 1), name=name + "drop")(x)
        x = layers.add([x, image], name=name + "add")
    return x

def _build(rows, width, depth, size, standardized, preprocessing, include_top, input_tensor, input_shape, pooling, classes,
           activation, name):
    image = start(input_tensor, input_shape, include_top, size)
    x = image
    if preprocessing and standardized and (input_shape is None or input_shape[-1] == 3):
        x = layers.Rescaling(scale=1.0 / 255)(x)
        x = layers.Normalization(mean=[0.485, 0.456, 0.406], variance=[0.229**2, 0.224**2, 0.225**2], axis=3)(x)
    elif preprocessing:
        x = layers.Rescaling(scale=1.0 / 128.0, offset=-1)(x)
    x = layers.Conv2D(_width(rows[0][4], width), 3, strides=2, padding="same", use_bias=False, name="stem_conv")(x)
    x = layers.Activation("swish", name="stem_activation")(_norm(x, "stem_bn"))
    total = float(sum(row[1] for row in rows))
    made = 0
    for stage, (fused, count, stride, expansion, before, after) in enumerate(rows, 1):
        before, after = _width(before, width), _width(after, width)
        for i in range(int(math.ceil(depth * count))):
            x = _block(x, fused, before if i == 0 else after, after, stride if i == 0 else 1, expansion, 0.2 * made / total,
                       f"block{stage}{chr(i + 97)}_")
            made += 1
    x = layers.Conv2D(_width(1280, width), 1, padding="same", use_bias=False, name="top_conv")(x)
    x = layers.Activation("swish", name="top_activation")(_norm(x, "top_bn"))
    x = classified(x, include_top, pooling, classes, activation, dropout=0.2)
    return finish(input_tensor, image, x, name)
${models
  .map(
    ([name, rows, width, depth, size]) => `
def EfficientNetV2${name}(include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None, classes=1000,
        classifier_activation="softmax", include_preprocessing=True, name="efficientnetv2-${name.toLowerCase()}"):
    input_shape = checked_shape(input_shape, weights)
    rows = ${rows}
    return _build(rows, ${width}, ${depth}, ${size}, ${name.startsWith("B") ? "True" : "False"}, include_preprocessing, include_top,
                  input_tensor, input_shape, pooling, classes, classifier_activation, name)
`,
  )
  .join("")}`;
