import { expect, test } from "vitest";
import { floatField, integerField, messageField, textField } from "../../../../bench/onnx/protobuf.ts";

// The examples of https://protobuf.dev/programming-guides/encoding
test("fields are encoded as protobuf's guide shows", () => {
  expect([...integerField(1, 150)]).toEqual([0x08, 0x96, 0x01]);
  expect([...textField(2, "testing")]).toEqual([0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]);
  expect([...messageField(3, [integerField(1, 150)])]).toEqual([0x1a, 0x03, 0x08, 0x96, 0x01]);
  expect([...floatField(1, 1)]).toEqual([0x0d, 0x00, 0x00, 0x80, 0x3f]);
});

test("a whole number beyond 32 bits keeps all of them", () => {
  expect([...integerField(1, 2 ** 35)]).toEqual([0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]);
});
