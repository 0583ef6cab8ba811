// ONNX files for tests, written field by field.
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

type Size = number | string;

export interface TestNode {
  readonly type: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, number | string | readonly number[] | TestGraph>>;
}

export interface TestTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type?: number;
  readonly numbers?: readonly number[];
  readonly raw?: Uint8Array;
  /** The name of another file. */
  readonly external?: string;
}

export interface TestGraph {
  readonly nodes?: readonly TestNode[];
  readonly inputs?: readonly (readonly [name: string, shape: readonly Size[] | undefined, type?: number])[];
  readonly outputs?: readonly (readonly [name: string, shape: readonly Size[] | undefined])[];
  readonly values?: readonly (readonly [name: string, shape: readonly Size[] | undefined])[];
  readonly initializers?: readonly TestTensor[];
}

export interface TestModel extends TestGraph {
  readonly opset?: number;
  readonly functions?: readonly {
    readonly name: string;
    readonly domain: string;
    readonly inputs: readonly string[];
    readonly outputs: readonly string[];
    readonly nodes: readonly TestNode[];
  }[];
}

type Fill = (writer: BinaryWriter) => void;

function message(writer: BinaryWriter, field: number, fill: Fill): void {
  fill(writer.tag(field, WireType.LengthDelimited).fork());
  writer.join();
}

function text(writer: BinaryWriter, field: number, value: string | undefined): void {
  if (value !== undefined) writer.tag(field, WireType.LengthDelimited).string(value);
}

function whole(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

export function onnxBytes(model: TestModel): Uint8Array {
  const writer = new BinaryWriter();
  whole(writer, 1, 10);
  message(writer, 7, (graph) => writeGraph(graph, model));
  message(writer, 8, (opset) => whole(opset, 2, model.opset ?? 17));
  for (const each of model.functions ?? []) {
    message(writer, 25, (out) => {
      text(out, 1, each.name);
      for (const name of each.inputs) text(out, 4, name);
      for (const name of each.outputs) text(out, 5, name);
      for (const node of each.nodes) message(out, 7, (inner) => writeNode(inner, node));
      message(out, 9, (opset) => whole(opset, 2, model.opset ?? 17));
      text(out, 10, each.domain);
    });
  }
  return writer.finish();
}

function writeGraph(writer: BinaryWriter, { nodes, inputs, outputs, values, initializers }: TestGraph): void {
  for (const node of nodes ?? []) message(writer, 1, (out) => writeNode(out, node));
  text(writer, 2, "test");
  for (const tensor of initializers ?? []) message(writer, 5, (out) => writeTensor(out, tensor));
  for (const input of inputs ?? []) message(writer, 11, (out) => writeValue(out, input));
  for (const output of outputs ?? []) message(writer, 12, (out) => writeValue(out, output));
  for (const value of values ?? []) message(writer, 13, (out) => writeValue(out, value));
}

function writeNode(writer: BinaryWriter, node: TestNode): void {
  for (const name of node.inputs ?? ["x"]) text(writer, 1, name);
  for (const name of node.outputs ?? ["y"]) text(writer, 2, name);
  text(writer, 3, node.name);
  text(writer, 4, node.type);
  for (const [name, value] of Object.entries(node.attributes ?? {})) {
    message(writer, 5, (out) => {
      text(out, 1, name);
      writeAttribute(out, value);
    });
  }
  text(writer, 7, node.domain);
}

function writeAttribute(writer: BinaryWriter, value: number | string | readonly number[] | TestGraph): void {
  if (typeof value === "string") {
    text(writer, 4, value);
    whole(writer, 20, 3);
  } else if (typeof value === "number" && Number.isInteger(value)) {
    whole(writer, 3, value);
    whole(writer, 20, 2);
  } else if (typeof value === "number") {
    writer.tag(2, WireType.Bit32).float(value);
    whole(writer, 20, 1);
  } else if (Array.isArray(value)) {
    for (const each of value as readonly number[]) whole(writer, 8, each);
    whole(writer, 20, 7);
  } else {
    message(writer, 6, (out) => writeGraph(out, value as TestGraph));
    whole(writer, 20, 5);
  }
}

const FLOAT = 1;

/** The largest and the smallest number of 64 bits, which JavaScript rounds away from 0. */
function wholeNumber(value: number): bigint {
  return BigInt.asIntN(64, BigInt(value) - (Math.abs(value) >= 2 ** 63 ? BigInt(Math.sign(value)) : 0n));
}

function writeTensor(writer: BinaryWriter, { name, dims, type = FLOAT, numbers, raw, external }: TestTensor): void {
  for (const dim of dims) whole(writer, 1, dim);
  whole(writer, 2, type);
  if (numbers && type === FLOAT) for (const each of numbers) writer.tag(4, WireType.Bit32).float(each);
  else if (numbers)
    message(writer, type === 7 ? 7 : 5, (out) => {
      for (const each of numbers) out.int64(wholeNumber(each));
    });
  text(writer, 8, name);
  if (raw) writer.tag(9, WireType.LengthDelimited).bytes(raw);
  if (external === undefined) return;
  message(writer, 13, (out) => {
    text(out, 1, "location");
    text(out, 2, external);
  });
  whole(writer, 14, 1);
}

function writeValue(
  writer: BinaryWriter,
  [name, shape, type = FLOAT]: readonly [string, readonly Size[] | undefined, number?],
): void {
  text(writer, 1, name);
  message(writer, 2, (kind) =>
    message(kind, 1, (tensor) => {
      whole(tensor, 1, type);
      if (shape === undefined) return;
      message(tensor, 2, (sizes) => {
        for (const size of shape) {
          message(sizes, 1, (out) => (typeof size === "number" ? whole(out, 1, size) : text(out, 2, size)));
        }
      });
    }),
  );
}
