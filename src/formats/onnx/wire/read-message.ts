/**
 * Protocol buffers' wire format (https://protobuf.dev/programming-guides/encoding/), read by a table of fields for each kind
 * of message. Bytes are views of the file, which is never copied; a length is checked before anything is made of it.
 */
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { damaged } from "../refusal.ts";

/** How a field's value is written. `packed` collects the bytes of numbers, which stand together or each by itself. */
type Kind = "text" | "integer" | "float" | "bytes" | "packed";

interface FieldOf<T> {
  readonly name: keyof T & string;
  readonly kind: Kind | (() => Fields<never>);
  readonly many: boolean;
}

/** By the number that the format gives to a field. What is not in it is skipped. */
export type Fields<T> = Readonly<Record<number, FieldOf<T>>>;

export function one<T>(name: keyof T & string, kind: FieldOf<T>["kind"]): FieldOf<T> {
  return { name, kind, many: false };
}

export function many<T>(name: keyof T & string, kind: FieldOf<T>["kind"]): FieldOf<T> {
  return { name, kind, many: true };
}

/** Messages in messages: an ONNX graph in an attribute in a node, and so on. Real files have a handful. */
const deepest = 40;

/** Throws an `OnnxRefusal` if the bytes are no such message. */
export function readMessage<T>(bytes: Uint8Array, fields: Fields<T>, depth = 0): Partial<T> {
  if (depth > deepest) throw damaged("The file", `at most ${deepest} messages within each other`, "more");
  const reader = new BinaryReader(bytes);
  const message: Record<string, unknown> = {};
  try {
    while (reader.pos < reader.len) readField(reader, message, fields, depth);
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && error.constructor === Error)) {
      throw damaged("The file", "whole fields", `a broken one (${error.message})`);
    }
    throw error;
  }
  return message as Partial<T>;
}

function readField<T>(reader: BinaryReader, message: Record<string, unknown>, fields: Fields<T>, depth: number): void {
  const [number, wireType] = reader.tag();
  const field = fields[number];
  if (field === undefined || !isWritten(field, wireType)) {
    reader.skip(wireType, number);
    return;
  }
  const value = readValue(reader, field, wireType, depth);
  if (!field.many) message[field.name] = value;
  else if (message[field.name] === undefined) message[field.name] = Array.isArray(value) ? value : [value];
  else append(message[field.name] as unknown[], value);
}

function append(list: unknown[], value: unknown): void {
  if (Array.isArray(value)) for (const item of value) list.push(item);
  else list.push(value);
}

/** Whether the field can be written like this; of another type it is not the field that we know. */
function isWritten({ kind, many }: FieldOf<never>, wireType: WireType): boolean {
  if (kind === "packed") return wireType !== WireType.StartGroup && wireType !== WireType.EndGroup;
  if (wireType === WireType.LengthDelimited) return (kind !== "integer" && kind !== "float") || many;
  return wireType === (kind === "integer" ? WireType.Varint : kind === "float" ? WireType.Bit32 : -1);
}

function readValue<T>(reader: BinaryReader, { kind }: FieldOf<T>, wireType: WireType, depth: number): unknown {
  if (typeof kind === "function") return readMessage(reader.bytes(), kind(), depth + 1);
  switch (kind) {
    case "text":
      return reader.string();
    case "bytes":
      return reader.bytes();
    case "packed":
      return wireType === WireType.LengthDelimited ? reader.bytes() : reader.skip(wireType);
    case "integer":
      return wireType === WireType.LengthDelimited ? integersIn(reader.bytes()) : integer(reader);
    case "float":
      return wireType === WireType.LengthDelimited ? floatsIn(reader.bytes()) : reader.float();
  }
}

/** Sizes beyond 2^53 do not exist; "to the end" in slices is written as the largest number and may be rounded. */
function integer(reader: BinaryReader): number {
  return Number(reader.int64());
}

/** Numbers that stand together. */
export function integersIn(bytes: Uint8Array): number[] {
  const reader = new BinaryReader(bytes);
  const list: number[] = [];
  while (reader.pos < reader.len) list.push(integer(reader));
  return list;
}

function floatsIn(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => view.getFloat32(4 * index, true));
}
