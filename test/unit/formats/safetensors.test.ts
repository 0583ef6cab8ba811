import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSafetensors, SafetensorsError, writeSafetensors } from "../../../src/formats/safetensors.ts";
import type { Tensor } from "../../../src/tensor/named-tensor.ts";

const golden = new URL("../../golden/weights/", import.meta.url);

/** A file with this header, whatever it says, in front of `dataBytes` zeros. */
function fileOf(header: string | Uint8Array, dataBytes = 0, length?: bigint): Uint8Array {
  const encoded = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + encoded.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, length ?? BigInt(encoded.length), true);
  file.set(encoded, 8);
  return file;
}

function record(dtype: string, shape: readonly number[], begin: number, end: number): string {
  return JSON.stringify({ dtype, shape, data_offsets: [begin, end] });
}

/** One tensor `x` of the format, with the bytes behind the header. */
function tensorOf(dtype: string, bytes: readonly number[], count: number): Tensor {
  const file = fileOf(`{"x":${record(dtype, [count], 0, bytes.length)}}`, bytes.length);
  file.set(bytes, file.length - bytes.length);
  return readSafetensors(file).get("x") as Tensor;
}

test("a header may be padded with spaces that its length does not count", () => {
  const header = `{"x":${record("F32", [1], 0, 4)}}`;
  const file = fileOf(`${header}   `, 4, BigInt(header.length));
  new DataView(file.buffer).setFloat32(file.length - 4, 1.5, true);
  expect([...(readSafetensors(file).get("x")?.data ?? [])]).toEqual([1.5]);
  expect(() => readSafetensors(fileOf(`${header}x  `, 4, BigInt(header.length)))).toThrow(SafetensorsError);
});

describe("a file written by PyTorch", () => {
  const tensors = readSafetensors(readFileSync(new URL("lenet.torch.safetensors", golden)));
  const expected: {
    torchTensors: Record<string, { shape: number[] }>;
    conv1KernelHWIO: { data: number[] };
  } = JSON.parse(readFileSync(new URL("expected.json", golden), "utf8"));

  test("has the names and shapes that PyTorch gave it", () => {
    const shapes = [...tensors].map(([name, { shape }]) => [name, { shape }]);
    const wanted = Object.entries(expected.torchTensors).map(([name, { shape }]) => [name, { shape }]);
    expect(shapes).toEqual(wanted);
  });

  test("has the first layer's values, filters first", () => {
    const { data } = tensors.get("conv1.weight") as Tensor;
    expected.conv1KernelHWIO.data.forEach((value, index) => {
      expect(data[(index % 4) * 25 + Math.floor(index / 4)]).toBeCloseTo(value, 7);
    });
  });

  test("gives its scalar of int64 as one float32", () => {
    const scalar = tensors.get("bn1.num_batches_tracked") as Tensor;
    expect(scalar.shape).toEqual([]);
    expect(scalar.data).toBeInstanceOf(Float32Array);
    expect(scalar.data).toHaveLength(1);
  });
});

describe("a round trip", () => {
  const tensor = fc.array(fc.nat(4), { maxLength: 4 }).chain((shape) => {
    const size = shape.reduce((product, dim) => product * dim, 1);
    const data = fc.oneof(
      fc.float32Array({ minLength: size, maxLength: size }),
      fc.float64Array({ minLength: size, maxLength: size }),
    );
    return data.map((data): Tensor => ({ shape, data }));
  });
  const name = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("__proto__", "constructor", "a.b", '"', "\ud800"),
  );
  const entries = fc.array(fc.tuple(name, tensor), { maxLength: 6 });

  test("keeps names, order, shapes, precision and every bit", () => {
    fc.assert(
      fc.property(entries, fc.nat(7), (list, misalignment) => {
        const tensors = new Map(list.filter(([name]) => name !== "__metadata__"));
        const file = writeSafetensors(tensors, { made: "by a test" });
        const shifted = new Uint8Array(file.length + misalignment).subarray(misalignment);
        shifted.set(file);
        expect([...readSafetensors(shifted)]).toEqual([...tensors]);
      }),
    );
  });

  test("puts the data at a multiple of 8", () => {
    const file = writeSafetensors(new Map([["x", { shape: [1], data: new Float32Array(1) }]]));
    expect(new DataView(file.buffer).getUint32(0, true) % 8).toBe(0);
    expect(file.length % 8).toBe(4);
  });

  test("shares no memory with the tensors", () => {
    const data = Float32Array.of(1, 2);
    const file = writeSafetensors(new Map([["x", { shape: [2], data }]]));
    data[0] = 9;
    const read = readSafetensors(file).get("x") as Tensor;
    file.fill(0);
    expect([...read.data]).toEqual([1, 2]);
  });

  test("writes the part of a larger buffer that a tensor shows", () => {
    const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    const read = readSafetensors(writeSafetensors(new Map([["x", { shape: [2], data }]])));
    expect([...(read.get("x") as Tensor).data]).toEqual([2, 3]);
  });
});

describe("writing refuses", () => {
  test("a tensor whose data does not fill its shape", () => {
    const tensors = new Map([["x", { shape: [3], data: new Float32Array(2) }]]);
    expect(() => writeSafetensors(tensors)).toThrow('Tensor "x": expected 3 numbers for [3], found 2.');
  });

  test("a tensor with the name of the texts", () => {
    const tensors = new Map([["__metadata__", { shape: [], data: new Float32Array(1) }]]);
    expect(() => writeSafetensors(tensors)).toThrow(SafetensorsError);
  });
});

describe("number formats", () => {
  const cases: [dtype: string, bytes: number[], values: number[]][] = [
    ["F16", [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0x00, 0x7c], [1, -2, 2 ** -24, Number.POSITIVE_INFINITY]],
    ["F16", [0xff, 0x7b, 0x01, 0x7e, 0x00, 0x80], [65504, Number.NaN, -0]],
    ["BF16", [0x80, 0x3f, 0x20, 0xc0], [1, -2.5]],
    ["I64", [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [-2]],
    ["I32", [0xff, 0xff, 0xff, 0xff], [-1]],
    ["I16", [0x00, 0x80], [-32768]],
    ["I8", [0x80, 0x7f], [-128, 127]],
    ["U64", [0, 0, 0, 0, 1, 0, 0, 0], [2 ** 32]],
    ["U32", [0xff, 0xff, 0xff, 0x7f], [2 ** 31]],
    ["U16", [0xff, 0xff], [65535]],
    ["U8", [0, 255], [0, 255]],
    ["BOOL", [0, 1], [0, 1]],
  ];

  test.each(cases)("%s of bytes %j is read as float32", (dtype, bytes, values) => {
    const { data } = tensorOf(dtype, bytes, values.length);
    expect(data).toEqual(Float32Array.from(values));
  });

  test("F64 stays float64", () => {
    const bytes = [...new Uint8Array(Float64Array.of(0.1).buffer)];
    expect(tensorOf("F64", bytes, 1).data).toEqual(Float64Array.of(0.1));
  });
});

describe("a file that lies", () => {
  const x = record("F32", [2], 0, 8);
  const huge = Number.MAX_SAFE_INTEGER;
  const cases: [claim: string, file: Uint8Array, message: string][] = [
    ["is shorter than a header's length", new Uint8Array(7), "The file: expected a header's length in 8 bytes"],
    ["has a header beyond its end", fileOf("{}", 0, 99n), "The header: expected 99 bytes, as its length says, found 2"],
    ["has a header of an exabyte", fileOf("{}", 0, 2n ** 60n), "expected a header of at most 100000000 bytes"],
    ["has no header at all", fileOf(""), "expected a header that begins with {"],
    ["is a PNG", fileOf("\x89PNG"), "expected a header that begins with {"],
    ["has a header that is not UTF-8", fileOf(Uint8Array.of(0x7b, 0xff, 0x7d)), "expected UTF-8 text"],
    ["has half a header", fileOf('{"x"'), "The header: expected JSON, found a mistake at its character"],
    ["has a comment in its header", fileOf("{/* x */}"), "expected JSON"],
    ["has a trailing comma in its header", fileOf(`{"x":${x},}`, 8), "expected JSON"],
    ["has something behind its header", fileOf("{}{}"), "expected JSON"],
    ["nests its header deeply", fileOf(`${'{"x":'.repeat(1e5)}1${"}".repeat(1e5)}`), "found an object"],
    ["nests lists deeply", fileOf(`{"x":{"shape":${"[".repeat(1e5)}`), "found a list"],
    ["has a list for a tensor", fileOf('{"x":[]}'), 'The header\'s "x": expected an object for each tensor'],
    ["has a number for a tensor", fileOf('{"x":5}'), "found a bare value"],
    ["has null for a shape", fileOf('{"x":{"shape":null}}'), 'The header\'s "x.shape"'],
    ["has texts in a shape", fileOf('{"x":{"shape":["1"]}}'), "expected at most 64 numbers"],
    ["has a shape of 65 axes", fileOf(`{"x":${record("F32", Array(65).fill(1), 0, 4)}}`, 4), "at most 64 numbers"],
    ["has a name twice", fileOf(`{"x":${x},"x":${x}}`, 8), 'expected each name once, found "x" twice'],
    ["has a key twice", fileOf('{"x":{"dtype":"F32","dtype":"F64"}}'), 'Tensor "x": expected one dtype, found two'],
    ["has an unknown key", fileOf('{"x":{"offset":[0]}}'), 'expected dtype, shape and data_offsets, found "offset"'],
    ["has no dtype", fileOf('{"x":{"shape":[],"data_offsets":[0,4]}}', 4), "found none"],
    ["has a dtype of Object.prototype", fileOf(`{"x":${record("constructor", [], 0, 4)}}`, 4), 'found "constructor"'],
    ["has an 8-bit float", fileOf(`{"x":${record("F8_E4M3", [4], 0, 4)}}`, 4), "Convert it to F32 before saving."],
    ["has no shape", fileOf('{"x":{"dtype":"F32","data_offsets":[0,4]}}', 4), "expected a shape of whole numbers"],
    ["has a shape of -1", fileOf(`{"x":${record("F32", [-1], 0, 4)}}`, 4), "found [-1]"],
    ["has a shape of 0.5", fileOf(`{"x":${record("F32", [0.5, 2], 0, 4)}}`, 4), "found [0.5, 2]"],
    ["has a shape of 1e999", fileOf('{"x":{"dtype":"U8","shape":[1e999],"data_offsets":[0,0]}}'), "found [Infinity]"],
    ["has no offsets", fileOf('{"x":{"dtype":"F32","shape":[]}}'), "expected data_offsets [begin, end], found none"],
    ["has three offsets", fileOf('{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}}', 1), "found [0, 1, 1]"],
    ["has offsets that run backwards", fileOf(`{"x":${record("F32", [2], 8, 0)}}`, 8), "found data_offsets [8, 0]"],
    [
      "has too few bytes for its shape",
      fileOf(`{"x":${record("F32", [3], 0, 8)}}`, 8),
      "expected 12 bytes for F32 [3]",
    ],
    [
      "claims a shape beyond memory",
      fileOf(`{"x":${record("F32", [huge, huge], 0, 8)}}`, 8),
      "found data_offsets [0, 8]",
    ],
    ["claims data beyond its end", fileOf(`{"x":${record("F32", [2 ** 40], 0, 2 ** 42)}}`, 8), "only 8 bytes of data"],
    ["puts two tensors in one place", fileOf(`{"x":${x},"y":${x}}`, 8), "where another tensor lies"],
    ["lets tensors overlap", fileOf(`{"x":${x},"y":${record("F32", [2], 4, 12)}}`, 12), "where another tensor lies"],
    ["leaves a hole", fileOf(`{"x":${x},"y":${record("F32", [2], 12, 20)}}`, 20), "found a hole before 12"],
    ["leaves data over", fileOf(`{"x":${x}}`, 9), "The data: expected 8 bytes, as the header says, found 9 bytes"],
    ["has a number among its texts", fileOf('{"__metadata__":{"a":1}}'), 'The header\'s "__metadata__.a"'],
    ["has a list among its texts", fileOf('{"__metadata__":{"a":[1]}}'), "expected a text, found a list"],
  ];

  test.each(cases)("and %s is refused with a message", (_claim, file, message) => {
    expect(() => readSafetensors(file)).toThrow(SafetensorsError);
    expect(() => readSafetensors(file)).toThrow(message);
  });

  test("in a long name cannot flood the message", () => {
    const name = "n".repeat(1e6);
    let message = "";
    try {
      readSafetensors(fileOf(`{"${name}":{}}`));
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.length).toBeGreaterThan(60);
    expect(message.length).toBeLessThan(300);
  });

  test("anywhere throws nothing but a SafetensorsError", () => {
    const whole = writeSafetensors(new Map([["a.kernel", { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }]]));
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(whole.length), (changes, length) => {
        const file = whole.slice(0, length);
        for (const [at, byte] of changes) file[at] = byte;
        try {
          for (const { data } of readSafetensors(file).values()) expect(data.byteLength).toBeLessThanOrEqual(64);
        } catch (error) {
          expect(error).toBeInstanceOf(SafetensorsError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

test("empty tensors and empty files are whole files", () => {
  expect(readSafetensors(fileOf("{}")).size).toBe(0);
  const empty = readSafetensors(fileOf(`{"x":${record("F32", [0, Number.MAX_SAFE_INTEGER], 0, 0)}}`)).get(
    "x",
  ) as Tensor;
  expect(empty.data).toHaveLength(0);
});
