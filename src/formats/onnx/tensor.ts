/** A tensor in the file: its shape and type, and its numbers as views of the file's bytes, read when they are asked for. */
import { BinaryReader } from "@bufbuild/protobuf/wire";
import type { Floats } from "../../tensor/floats.ts";
import { sizeOf } from "../../tensor/shape.ts";
import { numberFormats } from "../safetensors/numbers.ts";
import { elementTypes } from "./element-types.ts";
import type { TensorMessage } from "./wire/messages.ts";

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: number;
  /** Why its numbers are not known: they lie in another file. */
  readonly absent: string | undefined;
  readonly message: Partial<TensorMessage>;
}

const EXTERNAL = 1;

export function tensorOf(message: Partial<TensorMessage>): OnnxTensor {
  const { name = "", dims = [], dataType = 0 } = message;
  return { name, shape: dims, type: dataType, absent: absence(message), message };
}

function absence({ location, external = [] }: Partial<TensorMessage>): string | undefined {
  if (location !== EXTERNAL) return undefined;
  const file = external.find(({ key }) => key === "location")?.value ?? "another file";
  return `its numbers are in ${file}, which is not read`;
}

/** What is wrong with a tensor's record: sizes that cannot be, or numbers that do not fill them. */
export function troubleOf(tensor: OnnxTensor): { readonly expected: string; readonly found: string } | undefined {
  const { shape, type, absent, message } = tensor;
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    return { expected: "sizes of at least 0", found: `[${shape.join(", ")}]` };
  }
  const bytes = elementTypes.get(type)?.bytes;
  if (absent !== undefined || bytes === undefined || message.raw === undefined) return undefined;
  const expected = sizeOf(shape) * bytes;
  return expected === message.raw.length
    ? undefined
    : { expected: `${expected} bytes for [${shape.join(", ")}]`, found: String(message.raw.length) };
}

/** Its numbers exactly, row-major; `undefined`: they are more than `most`, or not known. */
export function numbersOf(tensor: OnnxTensor, most: number): readonly number[] | undefined {
  const { shape, type, absent, message } = tensor;
  const count = sizeOf(shape);
  if (absent !== undefined || !(count <= most) || troubleOf(tensor)) return undefined;
  const read = elementTypes.get(type)?.read;
  if (read === undefined) return floatsOf(tensor) && [...(floatsOf(tensor) as Floats)];
  const numbers = message.raw ? fixedNumbers([message.raw], type) : typedNumbers(message, type);
  return numbers.length === count ? numbers : undefined;
}

/** Numbers under the field that belongs to their type. */
function typedNumbers(message: Partial<TensorMessage>, type: number): number[] {
  if (message.floats && type === FLOATS) return fixedNumbers(message.floats, FLOATS);
  if (message.doubles && type === DOUBLES) return fixedNumbers(message.doubles, DOUBLES);
  return [...(message.int64s ?? []), ...(message.int32s ?? []), ...(message.uint64s ?? [])].flatMap(variableNumbers);
}

const FLOATS = 1;
const DOUBLES = 11;

/** Of numbers that take as many bytes each. */
function fixedNumbers(pieces: readonly Uint8Array[], type: number): number[] {
  const { bytes = 1, read } = elementTypes.get(type) ?? {};
  return pieces.flatMap((piece) => {
    const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
    const count = Math.floor(piece.length / bytes);
    return Array.from({ length: count }, (_, index) => read?.(view, index * bytes) ?? Number.NaN);
  });
}

/** Of numbers that take as many bytes as they need; a broken last one is left out. */
function variableNumbers(piece: Uint8Array): number[] {
  const reader = new BinaryReader(piece);
  const numbers: number[] = [];
  try {
    while (reader.pos < reader.len) numbers.push(Number(reader.int64()));
  } catch {
    return numbers;
  }
  return numbers;
}

/** As weights, in a buffer of its own; `undefined`: they are not in this file, or of a type that holds no such numbers. */
export function floatsOf(tensor: OnnxTensor): Floats | undefined {
  const { shape, type, absent, message } = tensor;
  const format = numberFormats.get(elementTypes.get(type)?.format ?? "");
  if (absent !== undefined || format === undefined || troubleOf(tensor)) return undefined;
  const pieces = message.raw ? [message.raw] : bytesOf(message, type);
  const data = pieces.length === 1 ? format.decode(pieces[0] as Uint8Array) : format.decode(joined(pieces));
  return data.length === sizeOf(shape) ? data : undefined;
}

/** The numbers of the field that belongs to the type, as `raw_data` would hold them. */
function bytesOf(message: Partial<TensorMessage>, type: number): readonly Uint8Array[] {
  if (type === FLOATS) return message.floats ?? [];
  if (type === DOUBLES) return message.doubles ?? [];
  const { bytes = 1 } = elementTypes.get(type) ?? {};
  const numbers = [...(message.int32s ?? []), ...(message.int64s ?? []), ...(message.uint64s ?? [])].flatMap(
    variableNumbers,
  );
  const view = new DataView(new ArrayBuffer(numbers.length * bytes));
  for (const [index, number] of numbers.entries()) {
    const bits = BigInt(number);
    for (let byte = 0; byte < bytes; byte++)
      view.setUint8(index * bytes + byte, Number((bits >> BigInt(8 * byte)) & 0xffn));
  }
  return [new Uint8Array(view.buffer)];
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
