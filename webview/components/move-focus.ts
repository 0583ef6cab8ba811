/** Arrow keys among many elements that are one tab stop, in lines of equal length. */

/** Where a key leads from the `index`-th of `count` elements that stand `perLine` to a line; `undefined` for other keys. */
export function indexAfterKey(key: string, index: number, count: number, perLine: number): number | undefined {
  const to = targetOf(key, index, count, perLine);
  if (to === undefined) return undefined;
  return to < 0 || to >= count ? index : to;
}

function targetOf(key: string, index: number, count: number, perLine: number): number | undefined {
  switch (key) {
    case "ArrowLeft":
      return index - 1;
    case "ArrowRight":
      return index + 1;
    case "ArrowUp":
      return index - perLine;
    case "ArrowDown":
      return index + perLine;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}

/** How many of the elements stand in the first line, as they are laid out. */
export function countInLine(elements: readonly HTMLElement[]): number {
  const top = elements[0]?.offsetTop;
  const below = elements.findIndex((element) => element.offsetTop !== top);
  return below === -1 ? Math.max(1, elements.length) : below;
}
