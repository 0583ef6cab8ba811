/** Which line of its file a place is in, as editors count them: from 1. */
import type { SourceFile } from "../../../../python/site.ts";
import type { Written } from "./written.ts";

const known = new WeakMap<SourceFile, readonly number[]>();

export function lineNumberOf({ file, range }: Written): number {
  const breaks = known.get(file) ?? breaksIn(file.text);
  known.set(file, breaks);
  let [low, high] = [0, breaks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((breaks[middle] as number) < range.start) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

function breaksIn(text: string): number[] {
  return [...text.matchAll(/\n/g)].map(({ index }) => index);
}
