/** One product of `convolve` (assembly/tile.ts), in panels where the weights are too many for the cache. */
import type { Instance } from "./instance-parts.ts";
import type { Walk } from "./walk.ts";

/** Filters of a panel: as many as fill a line of the cache, so that each line of the weights is fetched once. */
const panelFilters = 16;
/**
 * Weights that go by once for each row of places come from the second cache up to here, in bytes. Beyond, each panel is copied
 * together first: neighbouring columns lie a power of two apart, which few of a cache's sets hold (docs/performance.md).
 */
const mostBytes = 512 << 10;

export interface Product {
  /** Addresses; no bias: 0. */
  readonly x: number;
  readonly k: number;
  readonly bias: number;
  readonly y: number;
  readonly yRow: number;
  readonly yNext: number;
  /** Bytes from one row of weights to the next. */
  readonly kStep: number;
  readonly filters: number;
  /** Address of the runs' table. */
  readonly table: number;
  /** Flags of `convolve`. */
  readonly how: number;
}

/** Whether the weights of so many filters come from there. */
export function fitsCache({ runs, run }: Pick<Walk, "runs" | "run">, filters: number): boolean {
  return 4 * runs.length * run * filters <= mostBytes;
}

export function multiply(instance: Instance, walk: Walk, product: Product): void {
  const length = walk.runs.length * walk.run;
  const whole = product.filters - (product.filters % panelFilters);
  if (walk.rows === 1 || whole === 0 || fitsCache(walk, product.filters)) {
    convolve(instance, walk, product);
    return;
  }
  const panel = instance.rooms.panel(panelFilters * length);
  for (let o = 0; o < whole; o += panelFilters) {
    instance.wasm.packPanel(product.k + 4 * o, panel, length, product.kStep);
    const part = filtersFrom(product, o);
    convolve(instance, walk, { ...part, k: panel, kStep: 4 * panelFilters, filters: panelFilters });
  }
  if (whole < product.filters) convolve(instance, walk, filtersFrom(product, whole));
}

function filtersFrom(product: Product, o: number): Product {
  const { k, bias, y, filters } = product;
  return { ...product, k: k + 4 * o, bias: bias ? bias + 4 * o : 0, y: y + 4 * o, filters: filters - o };
}

function convolve({ wasm }: Instance, walk: Walk, product: Product): void {
  const { x, k, bias, y, yRow, yNext, kStep, filters, table, how } = product;
  const { rows, places, xRow, xNext, runs, run } = walk;
  // biome-ignore format: one line for each of: what, how many, how far apart, which runs
  wasm.convolve(
    x, k, bias, y,
    rows, places,
    xRow, xNext, yRow, yNext, kStep,
    filters, table, runs.length, run, how,
  );
}
