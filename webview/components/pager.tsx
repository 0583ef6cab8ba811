import { formatCount } from "../words/numbers.ts";
import { Icon } from "./icon.tsx";

interface PagerProps {
  /** What is paged: `filter`. */
  readonly noun: string;
  readonly first: number;
  readonly count: number;
  readonly total: number;
  readonly page: number;
  readonly onFirst: (first: number) => void;
  /** What is said instead of the stretch's indices. */
  readonly words?: string;
}

/** Which stretch of many things is shown, with a way to the next; nothing where all are shown. */
export function Pager({ noun, first, count, total, page, onFirst, words }: PagerProps) {
  if (total <= page) return null;
  const go = (to: number): void => onFirst(Math.max(0, Math.min(total - 1, to)));
  return (
    <fieldset class="stepper" aria-label={`${noun}s`}>
      <button
        type="button"
        class="step"
        aria-label={`Previous ${noun}s`}
        disabled={first === 0}
        onClick={() => go(first - page)}
      >
        <Icon name="previous" />
      </button>
      <span class="of">{words ?? wordsOf(noun, first, count, total)}</span>
      <button
        type="button"
        class="step"
        aria-label={`Next ${noun}s`}
        disabled={first + count >= total}
        onClick={() => go(first + page)}
      >
        <Icon name="next" />
      </button>
    </fieldset>
  );
}

function wordsOf(noun: string, first: number, count: number, total: number): string {
  const shown = count === 1 ? formatCount(first) : `${formatCount(first)}–${formatCount(first + count - 1)}`;
  return `${count === 1 ? noun : `${noun}s`} ${shown} of ${formatCount(total)}`;
}
