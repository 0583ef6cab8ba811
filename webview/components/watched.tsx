/** Notes in the state whether a section's body can be seen, or is scrolled away. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { sectionsSeen, seenLately } from "../state/wish.ts";

interface WatchedProps {
  /** The section's. */
  readonly id: string;
  readonly children: ComponentChildren;
}

export function Watched({ id, children }: WatchedProps) {
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (body.current === null) return;
    const observer = new IntersectionObserver((entries) => {
      const isSeen = entries.at(-1)?.isIntersecting ?? false;
      if (isSeen) seenLately.add(id);
      else seenLately.delete(id);
      note(id, isSeen);
    });
    observer.observe(body.current);
    return () => {
      observer.disconnect();
      note(id, false);
    };
  }, [id]);
  return <div ref={body}>{children}</div>;
}

function note(id: string, isSeen: boolean): void {
  const seen = sectionsSeen.peek();
  if (seen.has(id) === isSeen) return;
  sectionsSeen.value = isSeen ? new Set([...seen, id]) : new Set([...seen].filter((other) => other !== id));
}
