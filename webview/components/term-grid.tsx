/** Products under a kernel as a small table: in each cell the value, times the weight, and what comes out. */
import type { ComponentChildren } from "preact";
import type { Tap, TapGrid, Term } from "../geometry/arithmetic.ts";

/** How the three numbers of a product are printed; what is exactly 0 stays short, so that the others stand out. */
export interface TermFormats {
  readonly x: (value: number) => string;
  readonly w: (value: number) => string;
  readonly product: (value: number) => string;
}

interface TermGridProps {
  readonly caption: ComponentChildren;
  readonly grid: TapGrid;
  readonly terms: readonly Term[];
  /** Distance between neighbouring cells of the kernel, which shows as space. */
  readonly dilation: { readonly rows: number; readonly columns: number };
  readonly formats: TermFormats;
  /** The product at which a cell has its full colour. */
  readonly most: number;
  /** Which numbers these are: `input (5, 7) × weight (1, 2)`. */
  readonly describe: (tap: Tap) => string;
  /** The same in short, written into each cell where the order alone does not tell. */
  readonly label?: ((tap: Tap) => readonly string[]) | undefined;
}

/** The most that dilation may push cells apart, in px. */
const MOST_SPACE = 30;

export function TermGrid({ caption, grid, terms, dilation, formats, most, describe, label }: TermGridProps) {
  const space = (distance: number): string => `${Math.min(MOST_SPACE, 3 + 9 * (distance - 1))}px`;
  return (
    <table
      class={grid.columns > 4 ? "term-grid broad" : "term-grid"}
      style={{ borderSpacing: `${space(dilation.columns)} ${space(dilation.rows)}` }}
    >
      <caption style={{ paddingLeft: space(dilation.columns) }}>{caption}</caption>
      <tbody>
        {Array.from({ length: grid.rows }, (_, row) => (
          <tr key={row}>
            {terms.slice(row * grid.columns, (row + 1) * grid.columns).map((term, column) => (
              <td
                key={column}
                class={classOf(term)}
                style={{ "--share": `${shareOf(term.product, most)}%` }}
                title={describe(term.tap)}
              >
                {label && (
                  <span class="term-label">{label(term.tap).map((name) => [<b key={name}>{name}</b>, " "])}</span>
                )}
                <span class="term-x">{short(term.x, formats.x)}</span>
                <span class="term-w">× {short(term.w, formats.w)}</span>
                <span class="term-product">= {short(term.product, formats.product)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function short(value: number, format: (value: number) => string): string {
  return value === 0 ? "0" : format(value);
}

/** Strong enough to be seen, weak enough to be read upon. */
const MOST_COLOUR = 42;

function shareOf(product: number, most: number): number {
  return Number.isFinite(product) && most > 0 ? Math.round((Math.abs(product) / most) * MOST_COLOUR) : 0;
}

function classOf({ tap: { kind }, product }: Term): string {
  if (!Number.isFinite(product)) return "term not-finite";
  if (kind !== "value") return `term ${kind === "between" ? "between" : "pad"}`;
  return product < 0 ? "term negative" : "term positive";
}
