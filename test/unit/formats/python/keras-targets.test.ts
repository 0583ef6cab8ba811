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
