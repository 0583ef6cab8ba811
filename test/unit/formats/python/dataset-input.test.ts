import { expect, test } from "vitest";
import { datasetInput } from "../../../../src/formats/python/dataset-input.ts";

const sizeOf = (text: string) => {
  const found = datasetInput(text);
  return found && [found.channels, found.height, found.width];
};

test.each([
  ["datasets.MNIST('data', train=True)", [1, 28, 28]],
  ["torchvision.datasets.FashionMNIST(root='.')", [1, 28, 28]],
  ["CIFAR10(root, transform=transforms.ToTensor())", [3, 32, 32]],
  ["datasets.CIFAR10(r)\ntransforms.RandomCrop(32, padding=4)", [3, 32, 32]],
  ["datasets.MNIST(r, transform=transforms.Compose([transforms.Resize((32, 32))]))", [1, 32, 32]],
  ["datasets.MNIST(r, transform=Compose([Grayscale(num_output_channels=1), Resize(64)]))", [1, 64, 64]],
  ["datasets.ImageFolder(d, T.Compose([T.Resize(256), T.CenterCrop(224)]))", [3, 224, 224]],
  ["IMAGE_SIZE = 64\ndatasets.CIFAR10(r)\ntransforms.Resize((IMAGE_SIZE, IMAGE_SIZE))", [3, 64, 64]],
  ["p.add_argument('--img-size', type=int, default=48, help='')\nCIFAR10(r)\nResize(size=opt.img_size)", [3, 48, 48]],
])("%s", (text, size) => {
  expect(sizeOf(text)).toEqual(size);
});

test.each([
  ["a size that is computed", "datasets.MNIST(r)\ntransforms.Resize(args.size)"],
  ["a size that has two values", "side = 32\nside = 64\ndatasets.MNIST(r)\nResize(side)"],
  ["a size that is handed over", "def load(side=32):\n    return datasets.MNIST(r, Resize(side))\nside = 64"],
  ["crops of two sizes", "datasets.ImageFolder(d)\nRandomResizedCrop(224)\nCenterCrop(299)"],
  ["data sets of two sizes", "datasets.MNIST(r)\ndatasets.CIFAR10(r)"],
  ["a folder of images without a transformation", "datasets.ImageFolder(d)"],
  ["the shorter side of images of any form", "datasets.ImageFolder(d)\nResize(256)"],
  ["a comment", "# datasets.MNIST(r)"],
  ["a name that only ends like a data set", "MyMNIST(r)"],
])("no size follows from %s", (_, text) => {
  expect(sizeOf(text)).toBeUndefined();
});
