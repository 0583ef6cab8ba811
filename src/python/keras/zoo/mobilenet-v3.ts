/** `keras.applications.mobilenet_v3`, whose models have no module of their own in Keras: small and large. */
import { headAsIs } from "./common.ts";

const model = (name: string, last: number, rows: string) => `
def ${name}(input_shape=None, alpha=1.0, minimalistic=False, include_top=True, weights="imagenet", input_tensor=None,
            classes=1000, pooling=None, dropout_rate=0.2, classifier_activation="softmax", include_preprocessing=True,
            name="${name}"):
    return _build([${rows}], ${last}, input_shape, alpha, minimalistic, include_top, input_tensor, classes, pooling,
                  dropout_rate, classifier_activation, include_preprocessing, name)
`;

/** Each row: kernel (5: 3 in the minimalistic form), stride, width, expansion, squeezed, and whether by hard swish. */
export const mobilenetV3 = `${headAsIs}
from keras.applications.imagenet_utils import correct_pad

def _width(value):
    near = max(8, int(value + 4) // 8 * 8)
    return near + 8 if near < 0.9 * value else near

def _norm(x, name):
    return layers.BatchNormalization(axis=-1, epsilon=1e-3, momentum=0.999, name=name)(x)

def _rectified(x, hard):
    return layers.Activation("hard_swish")(x) if hard else layers.ReLU()(x)

def _squeezed(x, filters, name):
    name += "squeeze_excite_"
    scale = layers.GlobalAveragePooling2D(keepdims=True, name=name + "avg_pool")(x)
    scale = layers.Conv2D(_width(filters * 0.25), 1, padding="same", name=name + "conv")(scale)
    scale = layers.ReLU(name=name + "relu")(scale)
    scale = layers.Conv2D(filters, 1, padding="same", name=name + "conv_1")(scale)
    scale = layers.ReLU(6.0)(scale + 3.0) * (1.0 / 6.0)
    return layers.Multiply(name=name + "mul")([x, scale])

def _block(x, index, kernel, stride, filters, expansion, squeeze, hard):
    name = f"expanded_conv_{index}_" if index > 0 else "expanded_conv_"
    image, before = x, x.shape[-1]
    wide = _width(before * expansion)
    if index > 0:
        x = layers.Conv2D(wide, 1, padding="same", use_bias=False, name=name + "expand")(x)
        x = _rectified(_norm(x, name + "expand_bn"), hard)
    if stride == 2:
        x = layers.ZeroPadding2D(padding=correct_pad(x, kernel), name=name + "depthwise_pad")(x)
    padding = "same" if stride == 1 else "valid"
    x = layers.DepthwiseConv2D(kernel, strides=stride, padding=padding, use_bias=False, name=name + "depthwise")(x)
    x = _rectified(_norm(x, name + "depthwise_bn"), hard)
    if squeeze:
        x = _squeezed(x, wide, name)
    x = layers.Conv2D(filters, 1, padding="same", use_bias=False, name=name + "project")(x)
    x = _norm(x, name + "project_bn")
    return layers.Add(name=name + "add")([image, x]) if stride == 1 and before == filters else x

def _build(rows, last, input_shape, alpha, minimalistic, include_top, input_tensor, classes, pooling, dropout, activation,
           preprocessing, name):
    image = start(input_tensor, input_shape, False, 224)
    rich = not minimalistic
    x = layers.Rescaling(scale=1.0 / 127.5, offset=-1.0)(image) if preprocessing else image
    x = layers.Conv2D(16, 3, strides=2, padding="same", use_bias=False, name="conv")(x)
    x = _rectified(_norm(x, "conv_bn"), rich)
    for index, (kernel, stride, filters, expansion, squeeze, hard) in enumerate(rows):
        x = _block(x, index, kernel if rich else 3, stride, _width(filters * alpha), expansion, squeeze and rich, hard and rich)
    x = layers.Conv2D(_width(x.shape[-1] * 6), 1, padding="same", use_bias=False, name="conv_1")(x)
    x = _rectified(_norm(x, "conv_1_bn"), rich)
    if not include_top:
        return finish(input_tensor, image, pooled(x, pooling), name)
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = layers.Conv2D(_width(last * alpha) if alpha > 1.0 else last, 1, padding="same", name="conv_2")(x)
    x = _rectified(x, rich)
    if dropout > 0:
        x = layers.Dropout(dropout)(x)
    x = layers.Flatten()(layers.Conv2D(classes, 1, padding="same", name="logits")(x))
    return finish(input_tensor, image, layers.Activation(activation, name="predictions")(x), name)
${model(
  "MobileNetV3Small",
  1024,
  `(3, 2, 16, 1, True, False), (3, 2, 24, 4.5, False, False), (3, 1, 24, 88.0 / 24, False, False),
                   (5, 2, 40, 4, True, True), (5, 1, 40, 6, True, True), (5, 1, 40, 6, True, True), (5, 1, 48, 3, True, True),
                   (5, 1, 48, 3, True, True), (5, 2, 96, 6, True, True), (5, 1, 96, 6, True, True), (5, 1, 96, 6, True, True)`,
)}${model(
  "MobileNetV3Large",
  1280,
  `(3, 1, 16, 1, False, False), (3, 2, 24, 4, False, False), (3, 1, 24, 3, False, False),
                   (5, 2, 40, 3, True, False), (5, 1, 40, 3, True, False), (5, 1, 40, 3, True, False), (3, 2, 80, 6, False, True),
                   (3, 1, 80, 2.5, False, True), (3, 1, 80, 2.3, False, True), (3, 1, 80, 2.3, False, True),
                   (3, 1, 112, 6, True, True), (3, 1, 112, 6, True, True), (5, 2, 160, 6, True, True), (5, 1, 160, 6, True, True),
                   (5, 1, 160, 6, True, True)`,
)}`;
