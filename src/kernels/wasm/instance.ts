/** One instance of the compiled kernels over a memory of its own, and the arrays that lie in it. */
import type { Arena, RoomSizes } from "../../tensor/backend.ts";
import type { Blocks } from "../../tensor/blocks.ts";
import type { Kernels } from "../../tensor/kernels.ts";
import { referenceKernels } from "../reference/kernels.ts";
import { bindConvolutionBlock } from "./convolution-block.ts";
import { bindDenseBlock } from "./dense-block.ts";
import { bindPooledBlock } from "./pooled-block.ts";
import { type CompiledKernels, openInstance, wrapKernels } from "./wrap.ts";

const pageBytes = 65536;
/** Addresses have 32 bits. */
const mostPages = 65536;
/** Every array begins at a multiple of a vector's size, behind a gap: a kernel may read (never write) a vector past an end. */
const alignment = 16;
const gap = 32;
/** The compiler puts its own data below this. */
const firstByte = 1024;

function pagesFor(bytes: number, arrays: number): number {
  return Math.ceil((firstByte + bytes + arrays * (alignment + gap)) / pageBytes) + 1;
}

/** Whether one memory can hold so many bytes in so many arrays. */
export function fitsMemory(bytes: number, arrays: number): boolean {
  return pagesFor(bytes, arrays) <= mostPages;
}

export interface Room {
  readonly bytes: number;
  readonly arrays: number;
  readonly rooms?: RoomSizes | undefined;
}

export function openArena(module: WebAssembly.Module, { bytes, arrays, rooms }: Room, tiles: "usual" | "wide"): Arena {
  const pages = pagesFor(bytes, arrays);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  let next = firstByte;

  function take(length: number): number {
    const at = next;
    next = Math.ceil((at + length * 4 + gap) / alignment) * alignment;
    if (next > memory.buffer.byteLength) {
      throw new RangeError(`An arena of ${memory.buffer.byteLength} bytes has no room for ${length} more numbers.`);
    }
    return at;
  }

  const arena = {
    floats: (length: number) => new Float32Array(memory.buffer, take(length), length),
    indices: (length: number) => new Int32Array(memory.buffer, take(length), length),
  };
  const compiled = exports as unknown as CompiledKernels;
  if (tiles === "wide") compiled.useWideTiles(take(16));
  const instance = openInstance(compiled, memory.buffer, take, rooms);
  const fast = wrapKernels(instance);
  // What has no fast twin runs as plain TypeScript on the same arrays.
  const kernels: Kernels = { ...referenceKernels, ...fast };
  const blocks: Blocks = {
    convolution: (block, arrays, gradients) =>
      block.pool
        ? bindPooledBlock(instance, block, block.pool, arrays, gradients)
        : bindConvolutionBlock(instance, block, arrays, gradients),
    dense: (block, arrays, gradients) => bindDenseBlock(instance, block, arrays, gradients),
  };
  return { ...arena, kernels, blocks };
}
