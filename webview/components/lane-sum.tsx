/**
 * A sum over channels: for each of a page of channels its products as a small table, and below all of it added up. The
 * sum is complete whatever is shown.
 */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import {
  type Kernel,
  type Lane,
  largestTerms,
  type Read,
  sumLanes,
  sumOf,
  type Tap,
  type TapGrid,
  type Term,
  termsOf,
} from "../geometry/arithmetic.ts";
import type { Place } from "../geometry/place.ts";
import { countOf, formatCount, formatValue } from "../words/numbers.ts";
import { formatAlike } from "../words/sums.ts";
import { Pager } from "./pager.tsx";
import { type SumLine, SumLines } from "./sum-lines.tsx";
import { type TermFormats, TermGrid } from "./term-grid.tsx";
import { TermList } from "./term-list.tsx";

/** What is added to the channels' sums, and what comes out of it, by the engine's own numbers. */
export interface Tail {
  readonly label: string;
  readonly value: number;
  readonly total: boolean;
  /** Printed for itself: it is not part of the sum any more. */
  readonly apart?: boolean;
}

interface LaneSumProps {
  readonly label: string;
  readonly grid: TapGrid;
  readonly lanes: readonly Lane[];
  readonly read: Read;
  readonly kernel: Kernel;
  readonly dilation: { readonly rows: number; readonly columns: number };
  /** `channel`. */
  readonly noun: string;
  /** Which channel a lane is: `channel 3`. */
  readonly nameOf: (lane: Lane) => string;
  readonly describe: (tap: Tap, lane: Lane) => string;
  /** Short names of both factors, as in `x(5, 7) w(1, 2)`. */
  readonly factors: readonly [x: string, w: string];
  /** Whether these stand in the cells: where the order alone does not tell them. */
  readonly labelled?: boolean;
  readonly tail: readonly Tail[];
  /** Whether the channels' sums are added up; they are unless this says no. */
  readonly addsUp?: boolean;
}

/** As many cells are shown in all, but at least one channel and at most four. */
const MOST_CELLS = 60;
const MOST_LANES = 4;
/** Kernels with more cells than this are shown by their largest products. */
const MOST_IN_GRID = 225;
const MOST_LISTED = 8;

export function LaneSum(props: LaneSumProps) {
  const { label, grid, lanes, read, kernel, noun, nameOf, tail, addsUp = true } = props;
  const from = useSignal(0);
  const perPage = Math.max(1, Math.min(MOST_LANES, Math.floor(MOST_CELLS / Math.max(1, grid.taps.length))));
  const first = Math.floor(Math.min(from.value, lanes.length - 1) / perPage) * perPage;
  const sums = useMemo(() => sumLanes(grid, lanes, read, kernel), [grid, lanes, read, kernel]);
  const shown = lanes.slice(first, first + perPage).map((lane) => ({ lane, terms: termsOf(grid, lane, read, kernel) }));
  const products = shown.flatMap(({ terms }) => terms.map(({ product }) => product));
  const inSum = tail.filter(({ apart = false }) => !apart).map(({ value }) => value);
  const format = formatAlike([...sums, ...inSum, ...products]);
  const terms = shown.flatMap(({ terms }) => terms);
  const formats = {
    x: formatAlike(terms.map(({ x }) => x)),
    w: formatAlike(terms.map(({ w }) => w)),
    product: format,
  };
  const most = products.reduce((largest, product) => Math.max(largest, Math.abs(product) || 0), 0);
  const others = lanes.length - shown.length;
  const shownSum = sumOf(sums.subarray(first, first + shown.length));
  const lines: SumLine[] = [
    ...shown.map(({ lane }, i) => ({ label: nameOf(lane), value: format(sums[first + i] as number) })),
    ...(addsUp && others > 0
      ? [{ label: `the other ${countOf(others, noun)}`, value: format(sumOf(sums) - shownSum) }]
      : []),
    ...tail.map(({ label, value, total, apart }) => ({
      label,
      total,
      value: apart ? formatValue(value) : format(value),
    })),
  ];
  return (
    <div class="lane-sum">
      <Pager
        noun={noun}
        first={first}
        count={shown.length}
        total={lanes.length}
        page={perPage}
        onFirst={(to) => {
          from.value = to;
        }}
      />
      <div class="lane-cards">
        {grid.taps.length > 0 &&
          shown.map(({ lane, terms }) => (
            <LaneCard key={lane.column} {...props} lane={lane} terms={terms} formats={formats} most={most} />
          ))}
      </div>
      <SumLines label={label} lines={lines} />
    </div>
  );
}

interface LaneCardProps extends LaneSumProps {
  readonly lane: Lane;
  readonly terms: readonly Term[];
  readonly formats: TermFormats;
  readonly most: number;
}

function LaneCard({
  lane,
  terms,
  grid,
  dilation,
  nameOf,
  describe,
  factors,
  labelled = false,
  formats,
  most,
}: LaneCardProps) {
  if (grid.taps.length <= MOST_IN_GRID) {
    return (
      <div class="term-scroll">
        <TermGrid
          caption={nameOf(lane)}
          grid={grid}
          terms={terms}
          dilation={dilation}
          formats={formats}
          most={most}
          describe={(tap) => describe(tap, lane)}
          label={labelled ? labelOf : undefined}
        />
      </div>
    );
  }
  return <LargestOfLane caption={nameOf(lane)} terms={terms} factors={factors} format={formats.product} />;

  function labelOf({ kind, at, weight }: Tap): string[] {
    const w = nameAt(factors[1], weight);
    return kind === "value" ? [nameAt(factors[0], at), w] : [w];
  }
}

function nameAt(name: string, { row, column }: Place): string {
  return `${name}(${formatCount(row)}, ${formatCount(column)})`;
}

interface LargestOfLaneProps {
  readonly caption: string;
  readonly terms: readonly Term[];
  readonly factors: readonly [x: string, w: string];
  readonly format: (value: number) => string;
}

function LargestOfLane({ caption, terms, factors, format }: LargestOfLaneProps) {
  const counted = terms.filter(({ tap }) => tap.kind === "value");
  const { indices, others, othersSum } = largestTerms(
    counted.map(({ product }) => product),
    MOST_LISTED,
  );
  const listed = indices.map((index) => {
    const { tap, x, w, product } = counted[index] as Term;
    return {
      left: nameAt(factors[0], tap.at),
      leftValue: x,
      right: nameAt(factors[1], tap.weight),
      rightValue: w,
      product,
    };
  });
  return <TermList label={caption} terms={listed} others={others} othersSum={othersSum} format={format} />;
}
