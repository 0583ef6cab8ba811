/** `keras.applications.mobilenet` and `mobilenet_v2`. */
import { head } from "./common.ts";

export const mobilenet = `${head}
def _depthwise(x, filters, alpha, number, strides=(1, 1)):
    if strides != (1, 1):
        x = layers.ZeroPadding2D(((0, 1), (0, 1)), name="conv_pad_%d" % number)(x)
    x = layers.DepthwiseConv2D((3, 3), padding="same" if strides == (1, 1) else "valid", depth_multiplier=1, strides=strides,
                               use_bias=False, name="conv_dw_%d" % number)(x)
    x = layers.BatchNormalization(axis=-1, name="conv_dw_%d_bn" % number)(x)
    x = layers.ReLU(6.0, name="conv_dw_%d_relu" % number)(x)
    x = layers.Conv2D(int(filters * alpha), (1, 1), padding="same", use_bias=False, strides=(1, 1), name="conv_pw_%d" % number)(x)
    x = layers.BatchNormalization(axis=-1, name="conv_pw_%d_bn" % number)(x)
    return layers.ReLU(6.0, name="conv_pw_%d_relu" % number)(x)

def MobileNet(input_shape=None, alpha=1.0, depth_multiplier=1, dropout=1e-3, include_top=True, weights="imagenet",
              input_tensor=None, pooling=None, classes=1000, classifier_activation="softmax", name=None):
    input_shape = checked_shape(input_shape, weights)
    image = start(input_tensor, input_shape, include_top, 224)
    x = layers.Conv2D(int(32 * alpha), (3, 3), padding="same", use_bias=False, strides=(2, 2), name="conv1")(image)
    x = layers.ReLU(6.0, name="conv1_relu")(layers.BatchNormalization(axis=-1, name="conv1_bn")(x))
    widths = [64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024]
    for number, filters in enumerate(widths, 1):
        x = _depthwise(x, filters, alpha, number, (2, 2) if number in (2, 4, 6, 12) else (1, 1))
    if include_top:
        x = layers.GlobalAveragePooling2D(keepdims=True)(x)
        x = layers.Dropout(dropout, name="dropout")(x)
        x = layers.Conv2D(classes, (1, 1), padding="same", name="conv_preds")(x)
        x = layers.Reshape((classes,), name="reshape_2")(x)
        x = layers.Activation(activation=classifier_activation, name="predictions")(x)
    else:
        x = pooled(x, pooling, named=False)
    rows = rows_of(input_shape, include_top, weights == "imagenet")
    return finish(input_tensor, image, x, name or f"mobilenet_{alpha:0.2f}_{rows}")
`;

export const mobilenetV2 = `${head}
from keras.applications.imagenet_utils import correct_pad

def _divisible(v, divisor=8):
    near = max(divisor, int(v + divisor / 2) // divisor * divisor)
    return near + divisor if near < 0.9 * v else near

def _block(x, expansion, stride, alpha, filters, number):
    channels = x.shape[-1]
    width = _divisible(int(filters * alpha))
    before = x
    prefix = f"block_{number}_" if number else "expanded_conv_"
    if number:
        x = layers.Conv2D(expansion * channels, kernel_size=1, padding="same", use_bias=False, name=prefix + "expand")(x)
        x = layers.BatchNormalization(axis=-1, epsilon=1e-3, momentum=0.999, name=prefix + "expand_BN")(x)
        x = layers.ReLU(6.0, name=prefix + "expand_relu")(x)
    if stride == 2:
        x = layers.ZeroPadding2D(padding=correct_pad(x, 3), name=prefix + "pad")(x)
    x = layers.DepthwiseConv2D(kernel_size=3, strides=stride, use_bias=False, padding="same" if stride == 1 else "valid",
                               name=prefix + "depthwise")(x)
    x = layers.BatchNormalization(axis=-1, epsilon=1e-3, momentum=0.999, name=prefix + "depthwise_BN")(x)
    x = layers.ReLU(6.0, name=prefix + "depthwise_relu")(x)
    x = layers.Conv2D(width, kernel_size=1, padding="same", use_bias=False, name=prefix + "project")(x)
    x = layers.BatchNormalization(axis=-1, epsilon=1e-3, momentum=0.999, name=prefix + "project_BN")(x)
    return layers.Add(name=prefix + "add")([before, x]) if channels == width and stride == 1 else x

def MobileNetV2(input_shape=None, alpha=1.0, include_top=True, weights="imagenet", input_tensor=None, pooling=None,
                classes=1000, classifier_activation="softmax", name=None):
    input_shape = checked_shape(input_shape, weights)
    image = start(input_tensor, input_shape, include_top, 224)
    x = layers.Conv2D(_divisible(32 * alpha), kernel_size=3, strides=(2, 2), padding="same", use_bias=False, name="Conv1")(image)
    x = layers.BatchNormalization(axis=-1, epsilon=1e-3, momentum=0.999, name="bn_Conv1")(x)
    x = layers.ReLU(6.0, name="Conv1_relu")(x)
    number = 0
    for filters, count, stride, expansion in [
            (16, 1, 1, 1), (24, 2, 2, 6), (32, 3, 2, 6), (64, 4, 2, 6), (96, 3, 1, 6), (160, 3, 2, 6), (320, 1, 1, 6)]:
        for i in range(count):
            x = _block(x, expansion, stride if i == 0 else 1, alpha, filters, number)
            number += 1
    last = _divisible(1280 * alpha) if alpha > 1.0 else 1280
    x = layers.Conv2D(last, kernel_size=1, use_bias=False, name="Conv_1")(x)
    x = layers.BatchNormalization(axis=-1, epsilon=1e-3, momentum=0.999, name="Conv_1_bn")(x)
    x = layers.ReLU(6.0, name="out_relu")(x)
    if include_top:
        x = layers.GlobalAveragePooling2D()(x)
        x = layers.Dense(classes, activation=classifier_activation, name="predictions")(x)
    else:
        x = pooled(x, pooling, named=False)
    rows = rows_of(input_shape, include_top, weights == "imagenet")
    return finish(input_tensor, image, x, name or f"mobilenetv2_{alpha:0.2f}_{rows}")
`;
