// A WebAssembly function, written byte by byte, that multiplies and adds on registers and touches no memory.
// Opcodes: https://webassembly.github.io/spec/core/binary/instructions.html

const types = { i32: 0x7f, f32: 0x7d, v128: 0x7b };
const code = { loop: 0x03, end: 0x0b, branchIf: 0x0d, get: 0x20, set: 0x21, tee: 0x22, i32Const: 0x41, i32Sub: 0x6b };
const simd = {
  splat: [0xfd, 0x13],
  lane0: [0xfd, 0x1f, 0],
  add: [0xfd, 0xe4, 0x01],
  mul: [0xfd, 0xe6, 0x01],
  madd: [0xfd, 0x85, 0x02],
};

/** Independent sums, so that no addition waits for another; with two factors they fill 14 of V8's 15 vector registers. */
const sums = 12;
const lanes = 4;
export const flopsPerTurn = 2 * lanes * sums;

/** `turns` times sum = sum * factor + addend, for every sum. Gives a number that depends on all, so that nothing is left out. */
export function createMultiplier(tier: "relaxed" | "simd"): (turns: number) => void {
  const module = new WebAssembly.Module(moduleBytes(functionBody(tier)));
  const { multiply } = new WebAssembly.Instance(module).exports;
  return multiply as (turns: number) => void;
}

function functionBody(tier: "relaxed" | "simd"): number[] {
  const [factor, addend, firstSum] = [1, 2, 3];
  const locals = [1, sums + 2, types.v128];
  const vectors = Array.from({ length: sums }, (_, i) => firstSum + i);
  const start = [factor, addend, ...vectors].flatMap((vector) => [...splatted(1 / (vector + 1)), code.set, vector]);
  const work = vectors.flatMap((sum) => {
    const operands = [code.get, sum, code.get, factor];
    const fused = [...operands, code.get, addend, ...simd.madd];
    const separate = [...operands, ...simd.mul, code.get, addend, ...simd.add];
    return [...(tier === "relaxed" ? fused : separate), code.set, sum];
  });
  const count = [code.get, 0, code.i32Const, 1, code.i32Sub, code.tee, 0, code.branchIf, 0];
  const total = vectors.flatMap((sum, i) => [code.get, sum, ...(i > 0 ? simd.add : [])]);
  return [...locals, ...start, code.loop, 0x40, ...work, ...count, code.end, ...total, ...simd.lane0, code.end];
}

function splatted(value: number): number[] {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [0x43, ...bytes, ...simd.splat];
}

/** A module whose one function, (i32) -> f32, is exported as `multiply`. */
function moduleBytes(body: readonly number[]): Uint8Array<ArrayBuffer> {
  const name = [...new TextEncoder().encode("multiply")];
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 1, types.i32, 1, types.f32]),
    ...section(3, [1, 0]),
    ...section(7, [1, name.length, ...name, 0x00, 0]),
    ...section(10, [1, ...sized(body)]),
  );
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)];
}

/** With its length before it, as LEB128. */
function sized(content: readonly number[]): number[] {
  const length: number[] = [];
  for (let left = content.length; ; left >>>= 7) {
    if (left < 128) return [...length, left, ...content];
    length.push((left & 127) | 128);
  }
}
