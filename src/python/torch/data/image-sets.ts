/** The well-known sets of images, as torchvision.datasets and keras.datasets give them. */

export interface ImageSet {
  /** Channels, height, width. */
  readonly size: readonly [number, number, number];
  /** How many images are for training, and how many for testing. */
  readonly counts: readonly [train: number, test: number] | undefined;
  readonly classes: number | undefined;
}

const set = (size: ImageSet["size"], classes?: number, counts?: ImageSet["counts"]): ImageSet => ({
  size,
  counts,
  classes,
});

export const imageSets: Readonly<Record<string, ImageSet>> = {
  MNIST: set([1, 28, 28], 10, [60_000, 10_000]),
  FashionMNIST: set([1, 28, 28], 10, [60_000, 10_000]),
  KMNIST: set([1, 28, 28], 10, [60_000, 10_000]),
  EMNIST: set([1, 28, 28]),
  QMNIST: set([1, 28, 28], 10),
  USPS: set([1, 16, 16], 10, [7_291, 2_007]),
  CIFAR10: set([3, 32, 32], 10, [50_000, 10_000]),
  CIFAR100: set([3, 32, 32], 100, [50_000, 10_000]),
  SVHN: set([3, 32, 32], 10),
  STL10: set([3, 96, 96], 10),
};
