// As much of protobuf's writing as an ONNX model needs: https://protobuf.dev/programming-guides/encoding

/** A field's bytes, with its number before them. */
export type Field = Uint8Array;

const encoder = new TextEncoder();

export function integerField(number: number, value: number): Field {
  return Uint8Array.of(...varint(number << 3), ...varint(value));
}

export function floatField(number: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return join([Uint8Array.of(...varint((number << 3) | 5)), bytes]);
}

export function bytesField(number: number, bytes: Uint8Array): Field {
  return join([Uint8Array.of(...varint((number << 3) | 2), ...varint(bytes.length)), bytes]);
}

export function textField(number: number, text: string): Field {
  return bytesField(number, encoder.encode(text));
}

export function messageField(number: number, fields: readonly Field[]): Field {
  return bytesField(number, join(fields));
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Seven bits a byte, the lowest first. For whole numbers that are not negative. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  while (left > 127) {
    bytes.push((left % 128) | 128);
    left = Math.floor(left / 128);
  }
  return [...bytes, left];
}
