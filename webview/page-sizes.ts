/** How large parts of the page were when they were last there: the best guess for those that are about to come. */

const lastWidths = new Map<string, number>();

/** In CSS pixels, by place; `undefined` where nothing was yet. */
export function lastWidth(place: string): number | undefined {
  return lastWidths.get(place);
}

export function keepWidth(place: string, width: number): void {
  if (width > 0) lastWidths.set(place, width);
}

/** How high an atlas that scrolls is at most: as in styles/drawings.css. */
export function mostAtlasHeight(): number {
  return Math.min(0.7 * innerHeight, 560);
}
