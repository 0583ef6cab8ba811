/** What the models of `keras.applications` share: their input, and what stands behind their last map. */
export const common = `
from keras import Model, layers
from keras.applications.imagenet_utils import checked_shape, get_source_inputs, preprocess_input

def decode_predictions(preds, top=5):
    return preds

def start(input_tensor, input_shape, include_top, size):
    if input_tensor is not None:
        return input_tensor
    shape = input_shape if input_shape is not None else (size, size, 3) if include_top else (None, None, 3)
    return layers.Input(shape=shape)

def rows_of(input_shape, include_top, pretrained):
    usual = [128, 160, 192, 224] if pretrained else []
    rows = input_shape[0] if input_shape is not None else 224 if include_top else None
    return 224 if pretrained and rows not in usual else rows

def pooled(x, pooling, named=True):
    if pooling == "avg":
        return layers.GlobalAveragePooling2D(name="avg_pool" if named else None)(x)
    if pooling == "max":
        return layers.GlobalMaxPooling2D(name="max_pool" if named else None)(x)
    return x

def classified(x, include_top, pooling, classes, activation, named=True, dropout=0):
    if not include_top:
        return pooled(x, pooling, named)
    x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    if dropout > 0:
        x = layers.Dropout(dropout, name="top_dropout")(x)
    return layers.Dense(classes, activation=activation, name="predictions")(x)

def finish(input_tensor, image, x, name):
    return Model(image if input_tensor is None else get_source_inputs(input_tensor), x, name=name)
`;

/** The first lines of each module. */
export const head = `from keras import layers
from keras.applications._common import checked_shape, classified, decode_predictions, finish, pooled, preprocess_input, rows_of, start
`;

/** Of models that rescale their images themselves. */
export const headAsIs = `${head}
def preprocess_input(x, data_format=None):
    return x
`;

/** A model that its module's `_build` makes; `given` are the first arguments of that. */
export const builder = (name: string, given: string) => `
def ${name}(include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None, classes=1000,
            classifier_activation="softmax", name="${name.toLowerCase()}"):
    input_shape = checked_shape(input_shape, weights)
    return _build(${given}, include_top, input_tensor, input_shape, pooling, classes, classifier_activation, name)
`;
