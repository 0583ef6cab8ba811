/** Finds layers by name, type or shape, and goes from one to the next. */
import { Icon } from "../../components/icon.tsx";
import { formatCount } from "../../words/numbers.ts";

interface GraphSearchProps {
  readonly query: string;
  /** Found layers, by index, in rising order. */
  readonly found: readonly number[];
  /** The selected layer. */
  readonly at: number;
  readonly onQuery: (query: string) => void;
  readonly onGo: (layer: number) => void;
}

export function GraphSearch({ query, found, at, onQuery, onGo }: GraphSearchProps) {
  const next = found.find((layer) => layer > at) ?? found[0];
  const previous = found.findLast((layer) => layer < at) ?? found.at(-1);
  const go = (layer: number | undefined): void => {
    if (layer !== undefined) onGo(layer);
  };
  return (
    <search class="graph-search">
      <input
        type="search"
        aria-label="Find layers by name, type or shape"
        placeholder="Find: conv, 13 × 13"
        value={query}
        onInput={(event) => onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") go(event.shiftKey ? previous : next);
          else if (event.key === "Escape") onQuery("");
        }}
      />
      <button
        type="button"
        class="step"
        aria-label="Previous found layer"
        disabled={found.length === 0}
        onClick={() => go(previous)}
      >
        <Icon name="previous" />
      </button>
      <button
        type="button"
        class="step"
        aria-label="Next found layer"
        disabled={found.length === 0}
        onClick={() => go(next)}
      >
        <Icon name="next" />
      </button>
      <output class="of">{query.trim() === "" ? "" : wordsFor(found, at)}</output>
    </search>
  );
}

function wordsFor(found: readonly number[], at: number): string {
  if (found.length === 0) return "None found";
  const place = found.indexOf(at);
  return place === -1
    ? `${formatCount(found.length)} found`
    : `${formatCount(place + 1)} of ${formatCount(found.length)}`;
}
