// Grey digits in a network for colours: the transform that was left out.
import { expect, test } from "vitest";
import { firstFixOf, readSlip } from "./first-fix.ts";

const text = (transform: string) => `import torch
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms

net = models.resnet18()
net.fc = torch.nn.Linear(512, 10)
train = datasets.MNIST("data", transform=${transform})
test = datasets.MNIST("data", train=False, transform=${transform})
for images, labels in DataLoader(train, batch_size=64):
    scores = net(images)
`;

test.each([
  ["transforms.ToTensor()", "transforms.Compose([transforms.Grayscale(3), transforms.ToTensor()])"],
  [
    "transforms.Compose([transforms.Resize(64), transforms.ToTensor()])",
    "transforms.Compose([transforms.Grayscale(3), transforms.Resize(64), transforms.ToTensor()])",
  ],
])("%s makes them colours for training and for testing", (transform, fixed) => {
  const mended = firstFixOf(text(transform));
  expect(mended).toBe(text(fixed));
  expect(readSlip(mended).issues).toEqual([]);
});

test("a network of one's own gets the number of channels", () => {
  const own = text("transforms.ToTensor()")
    .replace("models.resnet18()", "torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.Flatten())")
    .replace("net.fc = torch.nn.Linear(512, 10)\n", "");
  expect(firstFixOf(own)).toContain("Conv2d(1, 8, 3)");
});
