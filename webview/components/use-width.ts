import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { keepWidth, lastWidth } from "../page-sizes.ts";

/**
 * The width of an element in CSS pixels, followed; 0 until it is known. Elements at the same `place` of the page are likely
 * as wide as the last one there, which spares the page a layout of its own: the observer sees before anything is painted
 * whether it is so.
 */
export function useWidth<T extends HTMLElement>(place: string): [ref: RefObject<T | null>, width: number] {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(lastWidth(place) ?? 0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const look = (): void => {
      const found = Math.floor(element.clientWidth);
      keepWidth(place, found);
      setWidth(found);
    };
    if (lastWidth(place) === undefined) look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return [ref, width];
}
