/** `torch.float32` and its like, devices, and the short names of types. */
import { Native } from "../native.ts";

export class TorchType extends Native {
  readonly typeName = "dtype";
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }
}

/** `torch.device("cuda")`: told apart by nobody here. */
export class TorchDevice extends Native {
  readonly typeName = "device";

  override text(): Native {
    return DEVICE_TEXT;
  }
}

/** Nobody knows it, but it is the same each time: a key for what is kept by devices. */
class DeviceText extends Native {
  readonly typeName = "str";
}

const DEVICE_TEXT = new DeviceText();

/** The one that all tensors are on: what is calculated with each other has to be. */
export const TENSORS_DEVICE = new TorchDevice();

const aliases: Readonly<Record<string, string>> = {
  float: "float32",
  double: "float64",
  half: "float16",
  int: "int32",
  long: "int64",
  short: "int16",
};

const names = [
  ...["float16", "float32", "float64", "bfloat16", "complex64", "complex128"],
  ...["int8", "int16", "int32", "int64", "uint8", "bool", "quint8", "qint8"],
];

const types = new Map(names.map((name) => [name, new TorchType(name)]));

/** By any of its names, so that equal types are one object. */
export function typeNamed(name: string): TorchType | undefined {
  return types.get(aliases[name] ?? name);
}

export const typeNames: readonly string[] = [...names, ...Object.keys(aliases)];
