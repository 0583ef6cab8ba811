/** The types of a tensor's numbers, by the number that ONNX gives them (TensorProto.DataType). */

interface ElementType {
  /** As ONNX writes it in lower case. */
  readonly name: string;
  /** Of one number in `raw_data`; `undefined` where several share a byte, or for texts. */
  readonly bytes?: number;
  /** By its name in safetensors, whose readers are used. */
  readonly format?: string;
  read?(view: DataView, at: number): number;
}

const HALF_PRECISION = [
  { code: 10, name: "float16", format: "F16" },
  { code: 16, name: "bfloat16", format: "BF16" },
] as const;

export const elementTypes: ReadonlyMap<number, ElementType> = new Map<number, ElementType>([
  [1, { name: "float", bytes: 4, format: "F32", read: (view, at) => view.getFloat32(at, true) }],
  [2, { name: "uint8", bytes: 1, format: "U8", read: (view, at) => view.getUint8(at) }],
  [3, { name: "int8", bytes: 1, format: "I8", read: (view, at) => view.getInt8(at) }],
  [4, { name: "uint16", bytes: 2, format: "U16", read: (view, at) => view.getUint16(at, true) }],
  [5, { name: "int16", bytes: 2, format: "I16", read: (view, at) => view.getInt16(at, true) }],
  [6, { name: "int32", bytes: 4, format: "I32", read: (view, at) => view.getInt32(at, true) }],
  [7, { name: "int64", bytes: 8, format: "I64", read: (view, at) => Number(view.getBigInt64(at, true)) }],
  [8, { name: "string" }],
  [9, { name: "bool", bytes: 1, format: "BOOL", read: (view, at) => view.getUint8(at) }],
  [11, { name: "double", bytes: 8, format: "F64", read: (view, at) => view.getFloat64(at, true) }],
  [12, { name: "uint32", bytes: 4, format: "U32", read: (view, at) => view.getUint32(at, true) }],
  [13, { name: "uint64", bytes: 8, format: "U64", read: (view, at) => Number(view.getBigUint64(at, true)) }],
  ...HALF_PRECISION.map(({ code, name, format }) => [code, { name, bytes: 2, format }] as const),
]);

export const FLOAT = 1;
export const INT32 = 6;
export const INT64 = 7;
export const STRING = 8;
export const BOOL = 9;

const WHOLE_NUMBERS = new Set([2, 3, 4, 5, 6, 7, 9, 12, 13, 21, 22]);

/** Integers and truth values, of which shapes are made. */
export function isWhole(type: number | undefined): boolean {
  return type !== undefined && WHOLE_NUMBERS.has(type);
}
