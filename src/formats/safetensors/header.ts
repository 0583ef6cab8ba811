/** The header of a safetensors file: what tensors there are, and where their numbers lie. */
import type { Shape } from "../../tensor/shape.ts";
import { sizeOf } from "../../tensor/shape.ts";
import { damagedFile, quote, SafetensorsError } from "./error.ts";
import { numberFormats } from "./numbers.ts";
import { type HeaderValue, visitHeader } from "./shallow-json.ts";

export interface TensorRecord {
  readonly name: string;
  readonly dtype: string;
  readonly shape: Shape;
  /** In bytes, from the first byte behind the header. */
  readonly begin: number;
  readonly end: number;
}

/** The entry that holds texts about the file and no tensor. */
export const metadataName = "__metadata__";

const mostTensors = 100_000;

/** The tensors in the header's order. Throws a `SafetensorsError`, also if they leave a byte of the data out or share one. */
export function readHeader(text: string, dataBytes: number): readonly TensorRecord[] {
  const names = new Set<string>();
  const records: TensorRecord[] = [];
  let values = new Map<string, HeaderValue>();
  visitHeader(text, {
    begin(name) {
      if (names.has(name)) throw damagedFile("The header", "each name once", `${quote(name)} twice`);
      if (names.size === mostTensors) throw damagedFile("The header", `at most ${mostTensors} tensors`, "more");
      names.add(name);
      values = new Map();
    },
    value(name, key, value) {
      if (name === metadataName) checkText(key, value);
      else addValue(values, name, key, value);
    },
    end(name) {
      if (name !== metadataName) records.push(readRecord(name, values));
    },
  });
  checkCoverage(records, dataBytes);
  return records;
}

function checkText(key: string, value: HeaderValue): void {
  if (typeof value !== "string") throw damagedFile(`${metadataName}'s ${quote(key)}`, "a text", "a list");
}

const recordKeys = ["dtype", "shape", "data_offsets"];

function addValue(values: Map<string, HeaderValue>, name: string, key: string, value: HeaderValue): void {
  const subject = `Tensor ${quote(name)}`;
  if (!recordKeys.includes(key)) throw damagedFile(subject, "dtype, shape and data_offsets", quote(key));
  if (values.has(key)) throw damagedFile(subject, `one ${key}`, "two");
  values.set(key, value);
}

function readRecord(name: string, values: ReadonlyMap<string, HeaderValue>): TensorRecord {
  const subject = `Tensor ${quote(name)}`;
  const shape = wholeNumbers(values.get("shape"));
  if (!shape) throw damagedFile(subject, "a shape of whole numbers", describe(values.get("shape")));
  const offsets = wholeNumbers(values.get("data_offsets"));
  const [begin, end] = offsets ?? [];
  if (offsets?.length !== 2 || begin === undefined || end === undefined) {
    throw damagedFile(subject, "data_offsets [begin, end]", describe(values.get("data_offsets")));
  }
  const dtype = values.get("dtype");
  const bytes = bytesOfTensor(subject, dtype, shape);
  if (end - begin !== bytes) {
    throw damagedFile(subject, `${bytes} bytes for ${dtype} [${shape.join(", ")}]`, `data_offsets [${begin}, ${end}]`);
  }
  return { name, dtype: dtype as string, shape, begin, end };
}

function bytesOfTensor(subject: string, dtype: HeaderValue | undefined, shape: Shape): number {
  const format = typeof dtype === "string" ? numberFormats.get(dtype) : undefined;
  if (!format) {
    throw new SafetensorsError({
      subject,
      expected: `a dtype of ${[...numberFormats.keys()].join(", ")}`,
      found: describe(dtype),
      remedy: "Convert it to F32 before saving.",
    });
  }
  // A product beyond all bounds times 0 would be NaN.
  return shape.includes(0) ? 0 : sizeOf(shape) * format.bytes;
}

function wholeNumbers(value: HeaderValue | undefined): readonly number[] | undefined {
  if (value === undefined || typeof value === "string") return undefined;
  return value.every((number) => Number.isSafeInteger(number) && number >= 0) ? value : undefined;
}

function describe(value: HeaderValue | undefined): string {
  if (value === undefined) return "none";
  return typeof value === "string" ? quote(value) : `[${value.join(", ")}]`;
}

/** The tensors must lie one behind the other: no byte in two of them, none in no one. */
function checkCoverage(records: readonly TensorRecord[], dataBytes: number): void {
  const inOrder = [...records].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, begin, end } of inOrder) {
    const subject = `Tensor ${quote(name)}`;
    if (begin < covered)
      throw damagedFile(subject, "bytes of its own", `bytes from ${begin}, where another tensor lies`);
    if (begin > covered) throw damagedFile(subject, `its bytes from ${covered}`, `a hole before ${begin}`);
    if (end > dataBytes) throw damagedFile(subject, `bytes ${begin} to ${end}`, `only ${dataBytes} bytes of data`);
    covered = end;
  }
  if (covered !== dataBytes) {
    throw damagedFile("The data", `${covered} bytes, as the header says`, `${dataBytes} bytes`);
  }
}
