/** Which kernels this machine can run, and run right: each tier is tried on a small convolution before it is trusted. */
import { type Arena, type Backend, type BackendChoice, type BackendName, wideFlags } from "../tensor/backend.ts";
import type { Floats } from "../tensor/floats.ts";
import type { ConvSizes } from "../tensor/kernels.ts";
import { Random } from "../tensor/random.ts";
import { windowOf } from "../tensor/window.ts";
import { referenceBackend } from "./reference/backend.ts";
import { relaxed, simd } from "./wasm/binaries.ts";
import { fitsMemory, openArena } from "./wasm/instance.ts";
import { roomsNeeded } from "./wasm/rooms-needed.ts";

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
      scratch: roomsNeeded,
      // Double precision is for checking, which the reference does, and it takes what no 32-bit memory can hold.
      open: (precision, bytes, arrays, rooms) =>
        precision === "float32" && fitsMemory(bytes, arrays)
          ? openArena(module, { bytes, arrays, rooms }, name === "wide" ? "wide" : "usual")
          : referenceBackend.open(precision, bytes, arrays),
    };
    return passesSelfTest(backend) ? backend : undefined;
  } catch {
    return undefined; // a processor or a runtime without these instructions
  }
}

const axis = { kernel: 3, stride: 1, dilation: 1, before: 1, after: 1 };
const window = windowOf({ ...axis, input: 3, output: 3 }, { ...axis, input: 5, output: 5 });

/** As small as it can be with full tiles and rests, as nothing is compiled yet: filters 16 + 8 + 3 or 8 + 3, places 4 + 1. */
function passesSelfTest(backend: Backend): boolean {
  const sizes: ConvSizes = { n: 1, ci: 5, co: backend.name === "wide" ? 27 : 11, groups: 1, window };
  const expected = convolve(referenceBackend.open("float32", 0, 0), sizes);
  const found = convolve(backend.open("float32", 1 << 16, 8), sizes);
  return expected.every((array, i) =>
    array.every((value, at) => Math.abs(value - (found[i]?.[at] ?? Number.NaN)) < 1e-4),
  );
}

/** Of a convolution of random numbers its result, and from that as a gradient its input's. */
function convolve({ kernels, floats }: Arena, sizes: ConvSizes): readonly Floats[] {
  const { ci, co } = sizes;
  const random = new Random(1);
  const [x, k, y] = [floats(3 * 5 * ci), floats(9 * ci * co), floats(3 * 5 * co)];
  const dx = floats(x.length);
  for (const array of [x, k]) random.uniforms(array, 0.5);
  kernels.conv2d(x, k, y, sizes);
  kernels.conv2dInputGradient(y, k, dx, sizes);
  return [y, dx];
}
