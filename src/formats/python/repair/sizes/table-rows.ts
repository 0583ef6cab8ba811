/**
 * Remedies for a table of stages, as configurations of mobile networks are: rows of calls or tuples, in which each row takes what the
 * one before it gives and some columns have few values.
 */
import { exchanged } from "../calls/exchanges.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { bracketsFrom, elementsOf } from "../source/call-text.ts";
import { linesAtHome } from "../source/lines.ts";
import { matchesIn, rewritten, textAt, type Written, within } from "../source/written.ts";

const FEWEST_ROWS = 4;
const FEWEST_COLUMNS = 3;
const MOST_BREAKS = 2;
const MOST_USUAL = 2;
const costs = { exchanged: -0.3, smoother: -0.1, knownRow: -0.4, stranger: 0.1 } as const;

/** Rows with as many arguments each. */
type Table = readonly (readonly Written[])[];

/** The columns by which a table's rows follow from each other, and behind which rows they do not. */
interface Chain {
  readonly takes: number;
  readonly gives: number;
  readonly breaks: readonly number[];
}

export function tableRows(wrong: WrongStep): Proposal[] {
  return linesAtHome(wrong)
    .flatMap(tablesIn)
    .flatMap((table) => [
      ...chainsIn(table).flatMap((chain) => remediesIn(table, chain)),
      ...[...table.keys()].flatMap((row) => [...strangersIn(table, row), ...misplacedIn(table, row)]),
    ]);
}

/** Two arguments side by side of which each is of the kind that the other one's column has. */
function misplacedIn(table: Table, row: number): Proposal[] {
  const cells = table[row] as readonly Written[];
  const kinds = [...cells.keys()].map((column) => kindOf(table, row, column));
  return cells.flatMap((cell, column) => {
    const [next, own, other] = [cells[column + 1], kinds[column], kinds[column + 1]];
    const isTurned = own?.usual !== undefined && own.usual === other?.own && other.usual === own.own;
    return next && isTurned && own.usual !== own.own ? [exchanged(cell, next, costs.exchanged)] : [];
  });
}

/** A number, a switch, a text or a name; `usual`: in more than half of the column's other rows. */
function kindOf(
  table: Table,
  row: number,
  column: number,
): { readonly own: string; readonly usual: string | undefined } {
  const kinds = table.map((cells) => {
    const text = textAt(cells[column] as Written);
    return KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? text;
  });
  const others = kinds.filter((_, place) => place !== row);
  const usual = others.find((kind) => others.filter((other) => other === kind).length > others.length / 2);
  return { own: kinds[row] as string, usual };
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^-?[\d.]+$/, "number"],
  [/^(?:True|False)$/, "switch"],
  [/^["']/, "text"],
];

/** Numbers as no other row has them in their column, where the others have one or two, as those of kernels and strides are. */
function strangersIn(table: Table, row: number): Proposal[] {
  return [...(table[row] as readonly Written[]).entries()].flatMap(([column, at]) => {
    const own = numberAt(table, row, column);
    const others = [...table.keys()].filter((other) => other !== row);
    const values = others.map((other) => numberAt(table, other, column));
    const usual = new Set(values);
    if (own === undefined || usual.has(own) || usual.has(undefined)) return [];
    // How often a stage is repeated may be any number but none.
    if (own !== 0 && usual.size > MOST_USUAL) return [];
    const near = values.sort((a, b) => Math.abs(Number(a) - own) - Math.abs(Number(b) - own));
    return [...new Set(near)].map((value, place) => rewritten(at, String(value), costs.stranger + place / 10));
  });
}

/** `name(...)`, `(...)` or `[...]`. */
const ROW = /^[\w.]*[([].*[)\]]$/s;

function tablesIn(line: Written): Table[] {
  return matchesIn(line, /[[(](?=(?:\s|#[^\n]*\n)*[\w.]*[([])/g).flatMap(({ at }) => {
    const rows = elementsOf(bracketsFrom(at, line));
    if (rows.length < FEWEST_ROWS || !rows.every((row) => ROW.test(textAt(row)))) return [];
    const table = rows.map((row) => {
      const text = textAt(row);
      return elementsOf(within(row, { start: text.search(/[([]/), end: text.length })).map(numberIn);
    });
    const width = table[0]?.length ?? 0;
    return width >= FEWEST_COLUMNS && table.every((row) => row.length === width) ? [table] : [];
  });
}

/** Without what it is divided by, which is the same for all rows as a rule: `160 // divider`. */
function numberIn(cell: Written): Written {
  const digits = /^\d+(?=\s*\/\/\s*\w+$)/.exec(textAt(cell))?.[0];
  return digits === undefined ? cell : within(cell, { start: 0, end: digits.length });
}

function numberAt(table: Table, row: number, column: number): number | undefined {
  const at = table[row]?.[column];
  return at !== undefined && /^\d+$/.test(textAt(at)) ? Number(textAt(at)) : undefined;
}

function chainsIn(table: Table): Chain[] {
  const columns = [...(table[0] ?? []).keys()];
  const all = columns.flatMap((takes) => columns.map((gives) => ({ takes, gives })));
  return all.flatMap(({ takes, gives }) => {
    const joints = [...table.keys()].slice(1);
    const breaks = joints.filter((row) => numberAt(table, row - 1, gives) !== numberAt(table, row, takes));
    const values = new Set(joints.map((row) => numberAt(table, row, takes)));
    const isChain = takes !== gives && values.size > 2 && breaks.length < joints.length - breaks.length;
    return isChain && breaks.length > 0 && breaks.length <= MOST_BREAKS ? [{ takes, gives, breaks }] : [];
  });
}

function remediesIn(table: Table, chain: Chain): Proposal[] {
  return chain.breaks.flatMap((row) => {
    const turned = [
      ...exchangesIn(table, row, chain.takes, numberAt(table, row - 1, chain.gives)),
      ...exchangesIn(table, row - 1, chain.gives, numberAt(table, row, chain.takes)),
    ];
    return turned.length > 0 ? turned : numbersAt(table, row, chain);
  });
}

/** With the other argument of the row that is just the number which belongs here. */
function exchangesIn(table: Table, row: number, column: number, wanted: number | undefined): Proposal[] {
  const own = numberAt(table, row, column);
  const at = table[row]?.[column];
  if (own === undefined || at === undefined || wanted === undefined) return [];
  return [...(table[row] as readonly Written[]).entries()].flatMap(([other, place]) => {
    const isUsual = [...table.keys()].some((each) => each !== row && numberAt(table, each, other) === own);
    return numberAt(table, row, other) === wanted && isUsual ? [exchanged(at, place, costs.exchanged)] : [];
  });
}

/** The number that lies better between the two around it, in the place of the other. */
function numbersAt(table: Table, row: number, { takes, gives }: Chain): Proposal[] {
  const [given, taken] = [numberAt(table, row - 1, gives), numberAt(table, row, takes)];
  const [giver, taker] = [table[row - 1]?.[gives], table[row]?.[takes]];
  if (given === undefined || taken === undefined || giver === undefined || taker === undefined) return [];
  const around = [numberAt(table, row - 1, takes), numberAt(table, row, gives)];
  const lead = bend(given, around) - bend(taken, around);
  const all = [
    { at: giver, text: textAt(taker), cost: lead > 0 ? costs.smoother : undefined },
    { at: taker, text: textAt(giver), cost: lead < 0 ? costs.smoother : undefined },
  ];
  return all.flatMap(({ at, text, cost }) => {
    const chosen = isKnownRow(table, at, text) ? costs.knownRow : cost;
    return chosen === undefined ? [] : [rewritten(at, text, chosen)];
  });
}

/** How far the way from one number over another to a third is from even steps; numbers of channels grow by factors. */
function bend(between: number, [from, to]: readonly (number | undefined)[]): number {
  if (!from || !to) return 0;
  return Math.abs(Math.log(between / from) - Math.log(to / between));
}

/** Whether the file has the row in another place as it would be. */
function isKnownRow(table: Table, at: Written, text: string): boolean {
  const row = table.find((each) => each.includes(at)) ?? [];
  const [first, last] = [row[0], row.at(-1)];
  if (first === undefined || last === undefined) return false;
  const { start, end } = { start: first.range.start, end: last.range.end };
  const source = at.file.text;
  const changed = source.slice(start, at.range.start) + text + source.slice(at.range.end, end);
  return source.includes(`(${changed})`) || source.includes(`(${changed},`);
}
