import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { type Atlas, type Lines, linesSeen } from "../geometry/atlas.ts";
import { mostAtlasHeight } from "../page-sizes.ts";

/** What scrolls, and so shows a part of what is within. */
const SCROLLER = ".atlas-scroll";

/** Beyond both edges as much again is drawn, so that a scroll finds it there; but first, while somebody waits, only what is seen. */
const MARGIN = 0.5;

const everything = { top: 0, height: Number.POSITIVE_INFINITY };

/** The lines of an atlas, which fills the element, that a scrolling element around it shows; all where none scrolls. */
export function useLinesSeen(element: RefObject<HTMLElement | null>, atlas: Atlas): Lines {
  const [{ top, height }, setSeen] = useState(() => ({ top: 0, height: mostAtlasHeight() }));
  const [margin, setMargin] = useState(0);
  useEffect(() => setMargin(MARGIN), []);
  useLayoutEffect(() => {
    const scroller = element.current?.closest<HTMLElement>(SCROLLER);
    if (!scroller) {
      setSeen(everything);
      return;
    }
    const look = (): void => {
      const { clientHeight: height, scrollTop } = scroller;
      // In steps, so that not every pixel draws anew.
      const step = Math.max(1, Math.floor((height * MARGIN) / 2));
      const top = Math.floor(scrollTop / step) * step;
      setSeen((last) => (last.top === top && last.height === height ? last : { top, height }));
    };
    // Its first call comes before anything is painted, and costs no layout of its own.
    const observer = new ResizeObserver(look);
    observer.observe(scroller);
    scroller.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener("scroll", look);
    };
  }, []);
  const lines = linesSeen(atlas, top - height * margin, top + height * (1 + 2 * margin));
  return useMemo(() => lines, [atlas, lines.from, lines.to]);
}
