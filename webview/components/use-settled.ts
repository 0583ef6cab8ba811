import { useRef } from "preact/hooks";

/** The latest value for which everything was there; `undefined` before the first. */
export function useSettled<T>(value: T, isThere: boolean): T | undefined {
  const last = useRef<T | undefined>(undefined);
  if (isThere) last.current = value;
  return last.current;
}
