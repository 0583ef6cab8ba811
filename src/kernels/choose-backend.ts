/** Which kernels this machine can run, and run right: each tier is tried on a small convolution before it is trusted. */
import { type Arena, type Backend, type BackendChoice, type BackendName, wideFlags } from "../tensor/backend.ts";
import type { ConvSizes } from "../tensor/kernels.ts";
import { Random } from "../tensor/random.ts";
import { windowOf } from "../tensor/window.ts";
import { referenceBackend } from "./reference/backend.ts";
import { relaxed, simd } from "./wasm/binaries.ts";
import { fitsMemory, openArena } from "./wasm/instance.ts";

let widens = false;

/** Said by the entry of a process whose V8 was started with `wideFlags`. */
export function expectWidening(): void {
  widens = true;
}

const tried = new Map<BackendName, Backend | undefined>();

/**
 * The fastest tier that passes its self-test, or the wanted one if it does; the reference is always there. `wide` is an
 * experiment of V8's and must be asked for.
 */
export function chooseBackend(wanted: BackendChoice = "auto"): Backend {
  const order: readonly BackendName[] = wanted === "auto" ? ["relaxed", "simd"] : [wanted];
  for (const name of order) {
    if (!tried.has(name)) tried.set(name, tryBackend(name));
    const backend = tried.get(name);
    if (backend) return backend;
  }
  return referenceBackend;
}

/** Why a choice could not be followed, as a sentence for people; `undefined` if it was. */
export function explainMissing(wanted: BackendChoice, { name }: Pick<Backend, "name">): string | undefined {
  if (wanted === "auto" || wanted === name) return undefined;
  if (wanted === "wide" && !widens) {
    return `The wide kernels need a process that was started with V8's ${wideFlags[0]}, which this one was not.`;
  }
  const needs = {
    wide: `relaxed SIMD and V8's ${wideFlags[0]}`,
    relaxed: "relaxed SIMD",
    simd: "128-bit SIMD",
    reference: "plain JavaScript",
  }[wanted];
  return `The ${wanted} kernels need WebAssembly with ${needs}, which does not run on this machine or gives wrong numbers.`;
}

function tryBackend(name: BackendName): Backend | undefined {
  if (name === "reference") return referenceBackend;
  if (name === "wide" && !widens) return undefined;
  try {
    const module = new WebAssembly.Module(name === "simd" ? simd : relaxed);
    const backend: Backend = {
      name,
      fuses: true,
      // Double precision is for checking, which the reference does, and it takes what no 32-bit memory can hold.
      open: (precision, bytes, arrays) =>
        precision === "float32" && fitsMemory(bytes, arrays)
          ? openArena(module, { bytes, arrays }, name === "wide" ? "wide" : "usual")
          : referenceBackend.open(precision, bytes, arrays),
    };
    return passesSelfTest(backend) ? backend : undefined;
  } catch {
    return undefined; // a processor or a runtime without these instructions
  }
}

/** A tile of every width and a rest: 16 + 8 + 3. */
const filters = 27;
const axis = { kernel: 3, stride: 1, dilation: 1, before: 1, after: 1 };
const sizes: ConvSizes = {
  n: 1,
  ci: 5,
  co: filters,
  groups: 1,
  window: windowOf({ ...axis, input: 6, output: 6 }, { ...axis, input: 7, output: 7 }),
};

function passesSelfTest(backend: Backend): boolean {
  const expected = convolve(referenceBackend.open("float32", 0, 0));
  const found = convolve(backend.open("float32", 1 << 16, 8));
  return expected.every((value, i) => Math.abs(value - (found[i] ?? Number.NaN)) < 1e-4);
}

function convolve({ kernels, floats }: Arena): Float32Array {
  const random = new Random(1);
  const [x, k, y] = [floats(6 * 7 * 5), floats(9 * 5 * filters), floats(6 * 7 * filters)];
  const dx = floats(6 * 7 * 5);
  for (const array of [x, k]) for (let i = 0; i < array.length; i++) array[i] = random.uniform() - 0.5;
  kernels.conv2d(x, k, y, sizes);
  kernels.conv2dInputGradient(y, k, dx, sizes);
  return Float32Array.of(...y, ...dx);
}
