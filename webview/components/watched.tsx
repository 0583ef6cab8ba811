/** Notes in the state whether a section's body can be seen, or is scrolled away. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { sectionsSeen } from "../state.ts";

/** Those that are seen, and of the layer before those that were. */
const seenLately = new Set(["arithmetic", "maps"]);

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

/** Whether this section, of this layer or of the one before, was where it can be seen. */
export function wasSeen(id: string): boolean {
  return seenLately.has(id);
}

function note(id: string, isSeen: boolean): void {
  const seen = sectionsSeen.peek();
  if (seen.has(id) === isSeen) return;
  sectionsSeen.value = isSeen ? new Set([...seen, id]) : new Set([...seen].filter((other) => other !== id));
}
