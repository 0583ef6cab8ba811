// UTF-8 in and out exists in Node, browsers and workers alike and has no side effects, so pure rooms may use it,
// though it stands in no ECMAScript library.
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: ArrayBuffer | ArrayBufferView): string;
}
