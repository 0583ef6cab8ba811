import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

export interface Viewport {
  /** How far the element is scrolled, in whole steps. */
  readonly top: number;
  readonly height: number;
  readonly width: number;
}

/** What is seen of a scrolled element, in CSS pixels, followed in steps so that not every pixel draws anew; sizes of 0 until known. */
export function useViewport<T extends HTMLElement>(step: number): [ref: RefObject<T | null>, viewport: Viewport] {
  const ref = useRef<T>(null);
  const [viewport, setViewport] = useState<Viewport>({ top: 0, height: 0, width: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const look = (): void => {
      const top = Math.floor(element.scrollTop / step) * step;
      const { clientHeight: height, clientWidth: width } = element;
      setViewport((last) =>
        last.top === top && last.height === height && last.width === width ? last : { top, height, width },
      );
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [step]);
  return [ref, viewport];
}
