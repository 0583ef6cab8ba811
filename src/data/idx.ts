/**
 * IDX files, in which MNIST and its relatives come (http://yann.lecun.com/exdb/mnist/): two zero bytes, the number format,
 * the number of axes, one big-endian 32-bit size for each axis, then the numbers. Only bytes, which images are made of.
 */
import { type Shape, sizeOf } from "../tensor/shape.ts";
import { DatasetError } from "./dataset-error.ts";

export interface Idx {
  readonly shape: Shape;
  /** Row-major; a view of the bytes that were given. */
  readonly data: Uint8Array;
}

const unsignedBytes = 0x08;
const mostAxes = 8;

const formats: ReadonlyMap<number, string> = new Map([
  [0x09, "signed bytes"],
  [0x0b, "16-bit numbers"],
  [0x0c, "32-bit numbers"],
  [0x0d, "32-bit floats"],
  [0x0e, "64-bit floats"],
]);

/** Throws a `DatasetError` if the bytes are not exactly one IDX file of unsigned bytes. */
export function readIdx(bytes: Uint8Array): Idx {
  const axes = checkMagic(bytes);
  const header = 4 + 4 * axes;
  if (bytes.length < header) {
    throw new DatasetError(
      `The IDX file ends after ${bytes.length} bytes, within its header of ${header}. It was cut off.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = header + (shape.includes(0) ? 0 : sizeOf(shape));
  if (bytes.length !== expected) {
    throw new DatasetError(
      `The IDX file announces [${shape.join(", ")}], which is ${expected} bytes with its header, but has ${bytes.length}. ` +
        "It was cut off or has something appended.",
    );
  }
  return { shape, data: bytes.subarray(header) };
}

/** The number of axes. */
function checkMagic(bytes: Uint8Array): number {
  const [first, second, format, axes] = bytes;
  if (first === 0x1f && second === 0x8b) throw new DatasetError("The IDX file is still packed with gzip. Unpack it.");
  if (first !== 0 || second !== 0 || format === undefined || axes === undefined) {
    throw new DatasetError(
      "An IDX file begins with two zero bytes, a number format and a number of axes; this is none.",
    );
  }
  if (format !== unsignedBytes) {
    const found = formats.get(format) ?? `the unknown format ${format}`;
    throw new DatasetError(`The IDX file must hold unsigned bytes (format 8), and holds ${found}.`);
  }
  if (axes < 1 || axes > mostAxes) {
    throw new DatasetError(`The IDX file must have 1 to ${mostAxes} axes, and has ${axes}.`);
  }
  return axes;
}
