/**
 * The number formats of a safetensors file, all little-endian. F64 stays float64; everything else becomes float32, so
 * whole numbers beyond 2^24 are rounded.
 */
import type { Floats } from "../../tensor/floats.ts";

interface NumberFormat {
  readonly bytes: number;
  decode(data: Uint8Array): Floats;
}

/** By the name that the header gives in `dtype`. */
export const numberFormats: ReadonlyMap<string, NumberFormat> = new Map<string, NumberFormat>([
  ["F64", { bytes: 8, decode: (data) => new Float64Array(copy(data)) }],
  ["F32", { bytes: 4, decode: (data) => new Float32Array(copy(data)) }],
  ["F16", converted(2, (view, at) => fromHalf(view.getUint16(at, true)))],
  ["BF16", { bytes: 2, decode: fromBrainFloats }],
  ["I64", converted(8, (view, at) => Number(view.getBigInt64(at, true)))],
  ["I32", converted(4, (view, at) => view.getInt32(at, true))],
  ["I16", converted(2, (view, at) => view.getInt16(at, true))],
  ["I8", converted(1, (view, at) => view.getInt8(at))],
  ["U64", converted(8, (view, at) => Number(view.getBigUint64(at, true)))],
  ["U32", converted(4, (view, at) => view.getUint32(at, true))],
  ["U16", converted(2, (view, at) => view.getUint16(at, true))],
  ["U8", converted(1, (view, at) => view.getUint8(at))],
  ["BOOL", converted(1, (view, at) => view.getUint8(at))],
]);

/** A buffer of its own: the file's bytes may stand at an offset that no array of floats can begin at. */
function copy(data: Uint8Array): ArrayBuffer {
  const own = new Uint8Array(data.length);
  own.set(data);
  return own.buffer;
}

function converted(bytes: number, read: (view: DataView, at: number) => number): NumberFormat {
  return {
    bytes,
    decode(data) {
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
      return Float32Array.from({ length: data.length / bytes }, (_, index) => read(view, index * bytes));
    },
  };
}

/** A bfloat16 is the upper half of a float32. */
function fromBrainFloats(data: Uint8Array): Float32Array {
  const halves = new Uint16Array(copy(data));
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

/** IEEE 754 binary16: 1 sign bit, 5 bits of exponent, 10 of fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
