/** Which layers a search finds: every word must be in the name, the type or its title, or be the output's size. */
import type { LayerView } from "../../src/protocol/view-contract.ts";

type Searched = Pick<LayerView, "name" | "type" | "title" | "shape">;

/** The found layers' indices; none for an empty search. `13x13`, `13 × 13` and `13, 13` are sizes side by side. */
export function searchLayers(query: string, layers: readonly Searched[]): number[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  return layers.flatMap((layer, index) => (words.every((word) => matches(word, layer)) ? [index] : []));
}

function wordsOf(query: string): string[] {
  return query
    .toLowerCase()
    .replace(/(?<=\d)\s*[x×*,]\s*(?=\d)/g, "×")
    .split(/\s+/)
    .filter((word) => word !== "");
}

function matches(word: string, { name, type, title, shape }: Searched): boolean {
  if ([name, type, title].some((text) => text.toLowerCase().includes(word))) return true;
  // The crosses at both ends keep 3×13 from being found in 13×13.
  return shape !== undefined && `×${shape.output.join("×")}×`.includes(`×${word}×`);
}
