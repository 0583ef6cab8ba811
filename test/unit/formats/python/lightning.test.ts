// What a Trainer does with a model: the loaders that it is handed, and those that the model or a data module makes.
import { expect, test } from "vitest";
import { readText } from "./read-text.ts";

const NET = `import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
import lightning.pytorch as pl

def load(n):
    return DataLoader(TensorDataset(torch.rand(n, 3, 12, 12), torch.zeros(n, dtype=torch.long)), batch_size=4)

class Lit(pl.LightningModule):
    def __init__(self, features=4 * 10 * 10):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Flatten(), nn.Linear(features, 10))
    def forward(self, x):
        return self.net(x)
    def training_step(self, batch):
        x, y = batch
        loss = nn.functional.cross_entropy(self.forward(x), y)
        self.log("loss", loss)
        return loss
`;

const read = (text: string) => {
  const { models, issues } = readText(text);
  return { input: models[0]?.input.shapes, told: issues.map(({ code, message }) => `${code} ${message}`) };
};

test("a loader that is handed over feeds the model through its step", () => {
  expect(read(`${NET}pl.Trainer(max_epochs=1).fit(Lit(), load(8))\n`)).toEqual({ input: [[4, 3, 12, 12]], told: [] });
});

test("a loader that the model makes", () => {
  const text = `${NET}    def train_dataloader(self):\n        return load(8)\npl.Trainer().fit(Lit())\n`;
  expect(read(text)).toEqual({ input: [[4, 3, 12, 12]], told: [] });
});

test("a data module's loaders, behind its setup, for the steps of a validation", () => {
  const text = `${NET}    def validation_step(self, batch, batch_idx):
        x, y = batch
        return (self(x) - y).abs()

class Data(pl.LightningDataModule):
    def setup(self, stage):
        self.loader = load(8)
    def val_dataloader(self):
        return self.loader

pl.Trainer().validate(Lit(), datamodule=Data())
`;
  expect(read(text)).toEqual({
    input: [[4, 3, 12, 12]],
    told: [expect.stringContaining("shape/broadcast -: the shapes [4, 10] and [4] do not fit")],
  });
});

test("a mistake that only a step shows is told", () => {
  const { told } = read(`${NET}pl.Trainer().fit(Lit(features=300), load(8))\n`);
  expect(told).toEqual([expect.stringContaining("shape/in-features")]);
});

test("a model that nobody trains is left alone", () => {
  expect(read(`${NET}lit = Lit()\n`).told).toEqual([]);
});
