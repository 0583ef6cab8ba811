/** Which class was predicted as which, as a table with heat: one tab stop, arrow keys within, Enter chooses a cell. */
import { useRef, useState } from "preact/hooks";
import { indexAfterKey } from "../../components/move-focus.ts";
import type { Confusion } from "../../geometry/confusion.ts";
import { countOf, formatCount } from "../../words/numbers.ts";

/** In percent of the colour; more would take the number its contrast. */
const MOST_HEAT = 40;

export interface ConfusionCell {
  readonly label: number;
  readonly prediction: number;
}

interface ConfusionTableProps {
  readonly confusion: Confusion;
  readonly chosen: ConfusionCell | undefined;
  /** `undefined`: none any more. */
  readonly onChoose: (cell: ConfusionCell | undefined) => void;
}

export function ConfusionTable({ confusion, chosen, onChoose }: ConfusionTableProps) {
  const table = useRef<HTMLTableElement>(null);
  const [focused, setFocused] = useState(0);
  const classes = Array.from({ length: confusion.classes }, (_, index) => index);
  const isChosen = (label: number, prediction: number): boolean =>
    chosen?.label === label && chosen.prediction === prediction;
  const press = (label: number, prediction: number): void =>
    onChoose(isChosen(label, prediction) ? undefined : { label, prediction });
  const move = (event: KeyboardEvent): void => {
    const cell = { label: Math.floor(focused / confusion.classes), prediction: focused % confusion.classes };
    if (event.key === "Enter" || event.key === " ") press(cell.label, cell.prediction);
    else {
      const to = indexAfterKey(event.key, focused, classes.length ** 2, classes.length);
      if (to === undefined) return;
      setFocused(to);
      table.current?.querySelectorAll<HTMLElement>("td.count")[to]?.focus();
    }
    event.preventDefault();
  };
  return (
    <div class="table-scroll">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells can be chosen is a grid */}
      <table ref={table} class="confusion" role="grid" aria-label="Confusion matrix" onKeyDown={move}>
        <thead>
          <tr>
            <td />
            <th class="axis" colSpan={classes.length} scope="colgroup">
              predicted
            </th>
          </tr>
          <tr>
            <th class="axis" scope="col">
              label
            </th>
            {classes.map((prediction) => (
              <th key={prediction} scope="col">
                {prediction}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((label) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {classes.map((prediction) => (
                <Cell
                  key={prediction}
                  confusion={confusion}
                  cell={{ label, prediction }}
                  chosen={isChosen(label, prediction)}
                  stop={label * classes.length + prediction === focused}
                  onFocus={() => setFocused(label * classes.length + prediction)}
                  onPress={() => press(label, prediction)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  readonly confusion: Confusion;
  readonly cell: ConfusionCell;
  readonly chosen: boolean;
  readonly stop: boolean;
  readonly onFocus: () => void;
  readonly onPress: () => void;
}

function Cell({ confusion, cell: { label, prediction }, chosen, stop, onFocus, onPress }: CellProps) {
  const count = confusion.at(label, prediction);
  const right = label === prediction;
  const most = right ? confusion.most.right : confusion.most.wrong;
  // Most mistakes are few: by the root they can be told apart.
  const heat = count === 0 ? 0 : Math.sqrt(count / most);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table takes the keys
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the cell of a grid, which can be chosen
      role="gridcell"
      class={["count", right && "right", count === 0 && "none"].filter(Boolean).join(" ")}
      style={{ "--heat": `${Math.round(heat * MOST_HEAT)}%` }}
      aria-label={`Label ${label}, predicted as ${prediction}: ${countOf(count, "image")}`}
      aria-selected={chosen}
      tabIndex={stop ? 0 : -1}
      onFocus={onFocus}
      onClick={onPress}
    >
      {formatCount(count)}
    </td>
  );
}
