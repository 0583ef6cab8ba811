/**
 * Weights as a `.safetensors` file (https://github.com/huggingface/safetensors): the header's length in 8 bytes, the
 * header as JSON, then the numbers of all tensors, little-endian. A file's header may lie, so nothing is allocated that
 * the file's own length does not cover.
 */

import type { NamedTensors, Tensor } from "../tensor/named-tensor.ts";
import { sizeOf } from "../tensor/shape.ts";
import { damagedFile, quote, SafetensorsError } from "./safetensors/error.ts";
import { metadataName, readHeader } from "./safetensors/header.ts";
import { numberFormats } from "./safetensors/numbers.ts";

export { SafetensorsError };

const lengthBytes = 8;
const largestHeader = 100_000_000;

/**
 * The tensors of a file, by name, in the order of its header. F64 becomes a `Float64Array`, every other format a
 * `Float32Array`; all are copies. Throws a `SafetensorsError` for anything that is not a whole file.
 */
export function readSafetensors(bytes: Uint8Array): NamedTensors {
  const dataAt = lengthBytes + headerLength(bytes);
  const header = decodeHeader(bytes.subarray(lengthBytes, dataAt));
  const { records, data } = readRecords(header, bytes.subarray(dataAt));
  return new Map(
    records.map(({ name, dtype, shape, begin, end }): [string, Tensor] => {
      // readHeader lets no other dtype through.
      const format = numberFormats.get(dtype) as NonNullable<ReturnType<typeof numberFormats.get>>;
      return [name, { shape, data: format.decode(data.subarray(begin, end)) }];
    }),
  );
}

/** Bytes to which writers pad a header. */
const alignment = 8;

/** What the header promises, and the data behind it; some writers pad the header with spaces that its length does not count. */
function readRecords(header: string, rest: Uint8Array): { records: ReturnType<typeof readHeader>; data: Uint8Array } {
  try {
    return { records: readHeader(header, rest.length), data: rest };
  } catch (error) {
    const spaces = rest.findIndex((byte) => byte !== 0x20);
    if (spaces < 1 || spaces >= alignment) throw error;
    const data = rest.subarray(spaces);
    try {
      return { records: readHeader(header, data.length), data };
    } catch {
      throw error;
    }
  }
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.length < lengthBytes) throw notSafetensors("a header's length in 8 bytes", `${bytes.length} bytes in all`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, lengthBytes).getBigUint64(0, true));
  if (length > largestHeader)
    throw notSafetensors(`a header of at most ${largestHeader} bytes`, `a length of ${length}`);
  const left = bytes.length - lengthBytes;
  if (length > left) throw damagedFile("The header", `${length} bytes, as its length says`, `${left} bytes`);
  return length;
}

function decodeHeader(header: Uint8Array): string {
  if (header[0] !== 0x7b) throw notSafetensors("a header that begins with {", "something else");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(header);
  } catch {
    throw damagedFile("The header", "UTF-8 text", "other bytes");
  }
}

function notSafetensors(expected: string, found: string): SafetensorsError {
  const remedy = "This is no .safetensors file, or a damaged one; choose another.";
  return new SafetensorsError({ subject: "The file", expected, found, remedy });
}

/**
 * A file of the tensors in the map's order, float32 as F32 and float64 as F64, with texts about it in `metadata`. The
 * result shares no memory with the tensors. Throws a `SafetensorsError` if a tensor's data does not fill its shape.
 */
export function writeSafetensors(tensors: NamedTensors, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const header = encodeHeader(tensors, metadata);
  const dataBytes = [...tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
  const file = new Uint8Array(lengthBytes + header.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, lengthBytes);
  let at = lengthBytes + header.length;
  for (const { data } of tensors.values()) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

function encodeHeader(tensors: NamedTensors, metadata: Readonly<Record<string, string>>): Uint8Array {
  const entries: string[] = [];
  if (Object.keys(metadata).length > 0) entries.push(`${JSON.stringify(metadataName)}:${JSON.stringify(metadata)}`);
  let begin = 0;
  for (const [name, tensor] of tensors) {
    checkWritable(name, tensor);
    const end = begin + tensor.data.byteLength;
    const dtype = tensor.data instanceof Float64Array ? "F64" : "F32";
    // Written by hand: a tensor may be called __proto__.
    entries.push(
      `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape: tensor.shape, data_offsets: [begin, end] })}`,
    );
    begin = end;
  }
  return padded(new TextEncoder().encode(`{${entries.join(",")}}`));
}

function checkWritable(name: string, { shape, data }: Tensor): void {
  const subject = `Tensor ${quote(name)}`;
  const remedy = "Give it the shape of its data.";
  if (name === metadataName) {
    throw new SafetensorsError({
      subject,
      expected: "another name",
      found: "the one kept for texts",
      remedy: "Rename the tensor.",
    });
  }
  if (sizeOf(shape) === data.length) return;
  const expected = `${sizeOf(shape)} numbers for [${shape.join(", ")}]`;
  throw new SafetensorsError({ subject, expected, found: `${data.length}`, remedy });
}

/** Spaces behind the header let the data begin at a multiple of 8, where every number format may. */
function padded(header: Uint8Array): Uint8Array {
  const file = new Uint8Array(Math.ceil(header.length / alignment) * alignment).fill(0x20);
  file.set(header);
  return file;
}
