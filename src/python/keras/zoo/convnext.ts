/** `keras.applications.convnext`: ConvNeXtTiny to ConvNeXtXLarge. */
import { headAsIs } from "./common.ts";

const models: readonly (readonly [name: string, blocks: number, width: number])[] = [
  ["Tiny", 9, 96],
  ["Small", 27, 96],
  ["Base", 27, 128],
  ["Large", 27, 192],
  ["XLarge", 27, 256],
];

export const convnext = `${headAsIs}
from keras import Sequential

class LayerScale(layers.Layer):
    def __init__(self, init_values, projection_dim, **kwargs):
        super().__init__(**kwargs)
        self.projection_dim = projection_dim

    def build(self, _):
        self.gamma = self.add_weight(shape=(self.projection_dim,))

    def call(self, x):
        return x * self.gamma

def _block(image, width, name):
    x = layers.Conv2D(width, 7, padding="same", groups=width, name=name + "_depthwise_conv")(image)
    x = layers.LayerNormalization(epsilon=1e-6, name=name + "_layernorm")(x)
    x = layers.Dense(4 * width, name=name + "_pointwise_conv_1")(x)
    x = layers.Activation("gelu", name=name + "_gelu")(x)
    x = layers.Dense(width, name=name + "_pointwise_conv_2")(x)
    x = LayerScale(1e-6, width, name=name + "_layer_scale")(x)
    return image + layers.Activation("linear", name=name + "_identity")(x)

def _smaller(width, stage, name):
    if stage == 0:
        return Sequential([layers.Conv2D(width, 4, strides=4, name=name + "_stem_conv"),
                           layers.LayerNormalization(epsilon=1e-6, name=name + "_stem_layernorm")], name=name + "_stem")
    return Sequential([layers.LayerNormalization(epsilon=1e-6, name=f"{name}_downsampling_layernorm_{stage - 1}"),
                       layers.Conv2D(width, 2, strides=2, name=f"{name}_downsampling_conv_{stage - 1}")],
                      name=f"{name}_downsampling_block_{stage - 1}")

def _build(blocks, width, preprocessing, include_top, input_tensor, input_shape, pooling, classes, activation, name):
    image = start(input_tensor, input_shape, include_top, 224)
    x = image
    if preprocessing and (input_shape is None or input_shape[-1] == 3):
        x = layers.Normalization(mean=[123.675, 116.28, 103.53], variance=[3409.98, 3262.69, 3291.89],
                                 name=name + "_prestem_normalization")(x)
    stages = [_smaller(width * 2**stage, stage, name) for stage in range(4)]
    for stage, depth in enumerate([3, 3, blocks, 3]):
        x = stages[stage](x)
        for block in range(depth):
            x = _block(x, width * 2**stage, f"{name}_stage_{stage}_block_{block}")
    if include_top:
        x = layers.GlobalAveragePooling2D(name=name + "_head_gap")(x)
        x = layers.LayerNormalization(epsilon=1e-6, name=name + "_head_layernorm")(x)
        x = layers.Dense(classes, activation=activation, name=name + "_head_dense")(x)
    else:
        x = layers.LayerNormalization(epsilon=1e-6)(pooled(x, pooling, False))
    return finish(input_tensor, image, x, name)
${models
  .map(
    ([name, blocks, width]) => `
def ConvNeXt${name}(include_top=True, include_preprocessing=True, weights="imagenet", input_tensor=None, input_shape=None,
        pooling=None, classes=1000, classifier_activation="softmax", name="convnext_${name.toLowerCase()}"):
    input_shape = checked_shape(input_shape, weights)
    return _build(${blocks}, ${width}, include_preprocessing, include_top, input_tensor, input_shape, pooling, classes,
                  classifier_activation, name)
`,
  )
  .join("")}`;
