/** `keras.applications.vgg16` and `vgg19`. */
import { head } from "./common.ts";

const vgg = (name: string, counts: string) => `${head}
def ${name.toUpperCase()}(include_top=True, weights="imagenet", input_tensor=None, input_shape=None, pooling=None, classes=1000,
          classifier_activation="softmax", name="${name}"):
    input_shape = checked_shape(input_shape, weights)
    image = x = start(input_tensor, input_shape, include_top, 224)
    for block, (count, filters) in enumerate(zip(${counts}, [64, 128, 256, 512, 512]), 1):
        for i in range(1, count + 1):
            x = layers.Conv2D(filters, (3, 3), activation="relu", padding="same", name=f"block{block}_conv{i}")(x)
        x = layers.MaxPooling2D((2, 2), strides=(2, 2), name=f"block{block}_pool")(x)
    if include_top:
        x = layers.Flatten(name="flatten")(x)
        x = layers.Dense(4096, activation="relu", name="fc1")(x)
        x = layers.Dense(4096, activation="relu", name="fc2")(x)
        x = layers.Dense(classes, activation=classifier_activation, name="predictions")(x)
    else:
        x = pooled(x, pooling, named=False)
    return finish(input_tensor, image, x, name)
`;

export const vgg16 = vgg("vgg16", "[2, 2, 3, 3, 3]");
export const vgg19 = vgg("vgg19", "[2, 2, 4, 4, 4]");
