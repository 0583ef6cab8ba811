// Slips in a Keras model's own training step: the first fix writes what stood there.
import { expect, test } from "vitest";
import { readSlip, withFirstFix } from "./first-fix.ts";

const GAN = `import keras, tensorflow as tf
from keras import layers, ops

class Gan(keras.Model):
    def __init__(self, generator, discriminator, latent_dim, rounds=3):
        super().__init__()
        self.generator = generator
        self.discriminator = discriminator
        self.latent_dim = latent_dim
        self.rounds = rounds

    def compile(self, loss_fn):
        super().compile()
        self.loss_fn = loss_fn

    def penalty(self, count, real, made):
        alpha = tf.random.uniform([count, 1, 1, 1], 0.0, 1.0)
        mixed = real + alpha * (made - real)
        with tf.GradientTape() as tape:
            tape.watch(mixed)
            answer = self.discriminator(mixed)
        gradients = tape.gradient(answer, [mixed])[0]
        return tf.reduce_mean(tf.reduce_sum(tf.square(gradients), axis=[1, 2, 3]))

    def train_step(self, images):
        count = ops.shape(images)[0]
        for i in range(self.rounds):
            made = self.generator(keras.random.normal((count, self.latent_dim)))
            both = ops.concatenate([made, images], axis=0)
            answer = self.discriminator(both)
            labels = ops.concatenate([ops.ones((count, 1)), ops.zeros((count, 1))], axis=0)
            loss = self.loss_fn(labels, answer) + self.penalty(count, images, made)
        return {"loss": loss}

generator = keras.Sequential([keras.Input((16,)), layers.Dense(64), layers.Reshape((8, 8, 1))])
discriminator = keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(1)])
gan = Gan(generator, discriminator, latent_dim=16)
gan.compile(keras.losses.BinaryCrossentropy())
gan.fit(tf.data.Dataset.from_tensor_slices(tf.zeros((90, 8, 8, 1))).batch(8))
`;

const TEACHER = `import keras, numpy as np
from keras import layers, ops

class Pupil(keras.Model):
    def __init__(self, student, teacher):
        super().__init__()
        self.student = student
        self.teacher = teacher

    def train_step(self, data):
        x, y = data
        soft = self.teacher(x)
        answer = self.student(x)
        loss = ops.mean(keras.losses.sparse_categorical_crossentropy(y, answer))
        turned = x[:, ::-1]
        y1 = self.teacher(turned)
        y2 = self.teacher(x)
        return {"loss": loss + ops.mean(ops.matmul(y1 * soft, ops.transpose(y2)))}

def network(width):
    image = keras.Input((6, 6, 1))
    hidden = layers.Dense(width)(layers.Flatten()(image))
    return keras.Model(image, layers.Dense(10, activation="softmax")(hidden))

pupil = Pupil(network(8), network(32))
pupil.compile("adam")
pupil.fit(np.zeros((90, 6, 6, 1)), np.zeros((90,)))
`;

function mends(whole: string, right: string, slip: string): void {
  expect(whole.split(right), right).toHaveLength(2);
  expect(withFirstFix(whole.replace(right, slip))).toBe(whole);
}

test.each([GAN, TEACHER])("nothing is told of a right step", (text) => {
  expect(readSlip(text).issues).toEqual([]);
});

test("a fix holds for any number of samples, so that no size is exchanged with it", () => {
  mends(GAN, "[count, 1, 1, 1]", "[count, 3, 1, 1]");
});

test.each([
  ["made = self.generator(", "made, _ = self.generator("],
  ["            answer = self.discriminator(both)", "            answer, _ = self.discriminator(both)"],
])("one tensor gets one name: %s", (right, slip) => mends(GAN, right, slip));

test.each([
  ["x, y = data", "x, y = data[0]"],
  ["x, y = data", "y, x = data"],
  ["x, y = data", "x = data"],
  ["        x, y = data", "        data, _ = data\n        x, y = data"],
])("what a step is given is taken apart as it was: %s for %s", (right, slip) => mends(TEACHER, right, slip));

test.each([
  ["x, y = data", "x, y, _ = data"],
  ["y2 = self.teacher(x)", "y2 = x"],
  ["sparse_categorical_crossentropy(y, answer)", "sparse_categorical_crossentropy(answer, y)"],
])("a step without its call, with a name too many, with its arguments exchanged: %s for %s", (right, slip) =>
  mends(TEACHER, right, slip),
);

test("a step's shapes are written by size, not by example", () => {
  mends(GAN, "ops.zeros((count, 1))", "ops.zeros_like((count, 1))");
});

test("a step has one mistake, at which Keras stops", () => {
  const { issues } = readSlip(GAN.replace("made = self.generator(keras", "made = (keras"));
  expect(issues.map(({ code }) => code)).toEqual(["shape/concatenate"]);
});

test("another model of the class is called where one does not take such tensors", () => {
  mends(GAN, "            answer = self.discriminator(both)", "            answer = self.generator(both)");
});
