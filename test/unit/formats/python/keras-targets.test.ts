// Targets that a Keras model's losses refuse: of several answers, of a class of the file's own, and where a loss is called.
import { expect, test } from "vitest";
import { firstFixOf, readSlip } from "./first-fix.ts";

const codesOf = (text: string): string[] => readSlip(text).issues.map(({ code }) => code);

const TWO = `import numpy as np
from keras import Input, Model, layers
from keras.datasets import imdb
(_, labels), _ = imdb.load_data(num_words=90)
rows = np.zeros((25_000, 30))
words = Input((30,))
kind = layers.Dense(2, activation="softmax")(words)
score = layers.Dense(1, activation="sigmoid")(words)
model = Model(words, [kind, score])
model.compile("adam", loss=["sparse_categorical_crossentropy", "binary_crossentropy"])
model.fit(rows, [labels, labels])
`;

test("each of several answers is compared with its own targets", () => {
  expect(codesOf(TWO)).toEqual([]);
  expect(codesOf(TWO.replace("sparse_", ""))).toEqual(["shape/target"]);
});

const OWN = `import keras
import numpy as np
from keras import layers
class Judge(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = layers.Dense(5)
    def call(self, x):
        return self.out(x)
model = Judge()
model.build((None, 8))
model.compile("adam", loss="sparse_categorical_crossentropy")
model.fit(np.zeros((30, 8)), np.zeros((30,)))
loss = keras.losses.SparseCategoricalCrossentropy()(np.zeros((30,)), model(np.zeros((30, 8))))
`;

test("a class that was built before, and a loss that is called", () => {
  expect(codesOf(OWN)).toEqual([]);
  expect(codesOf(OWN.replace('"sparse_', '"'))).toEqual(["shape/target"]);
  expect(codesOf(OWN.replace("losses.Sparse", "losses."))).toEqual(["shape/target"]);
});

const NAMED = `import keras
import numpy as np
from keras import layers
model = keras.Sequential([layers.Input((8,)), layers.Dense(5)])
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
rows, labels = np.zeros((30, 8)), np.zeros((30,))
loss_fn(labels, model(rows))
`;
const TRAINED = `${NAMED.replace("loss_fn(labels, model(rows))\n", "")}model.compile("adam", loss=loss_fn)
model.fit(rows, labels)
`;

test.each([NAMED, TRAINED])(
  "a loss of class numbers is offered where an object that is called or compiled is made",
  (right) => {
    expect(codesOf(right)).toEqual([]);
    expect(firstFixOf(right.replace("losses.Sparse", "losses."))).toBe(right);
  },
);

const ROWS = `import keras
import numpy as np
from keras import layers
rows = np.random.random((16, 8)).astype("float32")
labels = np.random.randint(0, 5, size=(16,))
labels = keras.utils.to_categorical(labels, 5)
model = keras.Sequential([layers.Input((8,)), layers.Dense(5, activation="softmax")])
model.compile("adam", loss="categorical_crossentropy")
model.fit(rows[:12], labels[:12])
`;

test("targets are given as many rows as there are samples", () => {
  expect(codesOf(ROWS)).toEqual([]);
  expect(firstFixOf(ROWS.replace("labels[:12]", "labels[:10]"))).toBe(ROWS);
  const whole = ROWS.replaceAll("[:12]", "");
  expect(firstFixOf(whole.replace("size=(16,)", "size=(1,)"))).toBe(whole);
});

const CODES = `import keras
import numpy as np
from keras import layers
class Autoencoder(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = keras.Sequential([layers.Flatten(), layers.Dense(32)])
        self.decoder = keras.Sequential([layers.Dense(400), layers.Reshape((20, 20, 1))])
    def call(self, x):
        code = self.encoder(x)
        image = self.decoder(code)
        return image
images = np.zeros((60, 20, 20, 1))
model = Autoencoder()
model.compile("adam", loss="mse")
model.fit(images, images, batch_size=16)
`;

test("numbers are compared with numbers of another rank, which may be as many as a batch has", () => {
  const slip = CODES.replace("image = self.decoder(code)", "image = code");
  expect(codesOf(CODES)).toEqual([]);
  expect(codesOf(slip)).toEqual(["shape/target"]);
  expect(codesOf(slip.replace("batch_size=16", "batch_size=20"))).toEqual([]);
  expect(firstFixOf(slip)).toContain("self.decoder(code)");
});

test("one of several losses in a list", () => {
  expect(firstFixOf(TWO.replace("sparse_", ""))).toBe(TWO);
});

const CHOICE = `from keras import Input, Model, layers
from keras.datasets import imdb
from keras.utils import pad_sequences
(texts, labels), _ = imdb.load_data(num_words=900)
texts = pad_sequences(texts, maxlen=80)
words = Input((80,))
x = layers.Embedding(900, 8)(words)
x = layers.GlobalAveragePooling1D()(x)
x = layers.Dense(12, activation="relu")(x)
answer = layers.Dense(1, activation="sigmoid")(x)
model = Model(words, answer)
model.compile("adam", "binary_crossentropy")
model.fit(texts, labels)
`;

test("a single answer is no choice among classes", () => {
  const slip = CHOICE.replace('"binary_', '"sparse_categorical_');
  expect(codesOf(CHOICE)).toEqual([]);
  expect(codesOf(slip)).toEqual(["shape/target"]);
  expect(firstFixOf(slip)).toBe(CHOICE);
});

test("the layer that answers is missing behind one of rectified numbers", () => {
  const answered = firstFixOf(CHOICE.replace('layers.Dense(1, activation="sigmoid")(x)', "x"));
  expect(answered).toContain('x = layers.Dense(1, activation="sigmoid")(x)\nanswer = x');
});

test("texts that are padded to a length are rows of it", () => {
  expect(codesOf(CHOICE.replace("maxlen=80", "maxlen=90"))).toEqual(["shape/model-input"]);
});

const FLOW = `from keras.datasets import cifar10
from keras.layers import Dense, Flatten
from keras.models import Sequential
from keras.utils import to_categorical
from tensorflow.keras.preprocessing.image import ImageDataGenerator
epochs = 20
(images, labels), (others, other_labels) = cifar10.load_data()
labels = to_categorical(labels, 10)
other_labels = to_categorical(other_labels, 10)
model = Sequential()
model.add(Flatten(input_shape=(32, 32, 3)))
model.add(Dense(10, activation="softmax"))
model.compile("adam", "categorical_crossentropy")
batches = ImageDataGenerator(horizontal_flip=True)
model.fit(batches.flow(images, labels, batch_size=32), epochs=epochs, validation_data=(others, other_labels))
`;

test("the columns of class numbers of which batches are made", () => {
  expect(codesOf(FLOW)).toEqual([]);
  const slip = FLOW.replace("labels = to_categorical(labels, 10)\n", "");
  expect(firstFixOf(slip)).toContain("\nlabels = to_categorical(labels, 10)\n");
});

const HALVES = `import keras
import numpy as np
from keras import layers
class Halves(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = keras.Sequential([layers.Input((28, 28, 1)), layers.Conv2D(4, 3, padding="same", strides=2)])
        self.decoder = keras.Sequential([layers.Conv2DTranspose(4, 3, padding="same", strides=2), layers.Conv2D(1, 3, padding="same")])
    def call(self, x):
        return self.decoder(self.encoder(x))
images = np.zeros((60, 28, 28, 1))
other = Halves()
other.compile("adam", loss="mse")
model = Halves()
model.compile("adam", loss="mse")
model.fit(images, images)
`;

test("the layers of a model that another one's answer goes to; a model without a loss is no fix", () => {
  expect(codesOf(HALVES)).toEqual([]);
  expect(firstFixOf(HALVES.replace('4, 3, padding="same", strides=2)]', "4, 3, strides=2)]"))).toContain(
    'layers.Conv2D(4, 3, strides=2, padding="same")]',
  );
});

test("as many targets as answers, where a loss is called", () => {
  const right = NAMED.replace("loss_fn(labels, model(rows))", "loss_fn(labels[:1], model(rows[:1]))");
  expect(firstFixOf(right.replace("labels[:1]", "labels[:20]"))).toBe(right);
});

const ADDED = `import numpy as np
from keras.layers import Activation, Dense, Dropout
from keras.models import Sequential
model = Sequential()
model.add(Dense(16, input_shape=(8,)))
model.add(Activation("relu"))
model.add(Dropout(0.5))
model.add(Dense(1))
model.add(Activation("sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(np.zeros((40, 8)), np.zeros((40, 1)))
`;

test("the dense layer before the activation of an answer", () => {
  expect(codesOf(ADDED)).toEqual([]);
  expect(firstFixOf(ADDED.replace("model.add(Dense(1))\n", ""))).toBe(ADDED);
});
