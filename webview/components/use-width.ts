import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** By place. */
const lastWidths = new Map<string, number>();

/**
 * The width of an element in CSS pixels, followed; 0 until it is known. Elements at the same `place` of the page are likely
 * as wide as the last one there, which spares the page a layout of its own: the observer sees before anything is painted
 * whether it is so.
 */
export function useWidth<T extends HTMLElement>(place: string): [ref: RefObject<T | null>, width: number] {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(lastWidths.get(place) ?? 0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const look = (): void => {
      const found = Math.floor(element.clientWidth);
      if (found > 0) lastWidths.set(place, found);
      setWidth(found);
    };
    if (!lastWidths.has(place)) look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return [ref, width];
}
