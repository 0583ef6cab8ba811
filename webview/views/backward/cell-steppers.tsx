/** Chooses a cell of an image, and its channel, without a pointer. */
import { Stepper } from "../../components/stepper.tsx";
import type { Place } from "../../geometry/place.ts";

interface CellSteppersProps {
  readonly cell: Place;
  readonly rows: number;
  readonly columns: number;
  readonly channel: number;
  readonly channels: number;
  readonly channelLabel: string;
  readonly onCell: (cell: Place) => void;
  readonly onChannel: (channel: number) => void;
}

export function CellSteppers(props: CellSteppersProps) {
  const { cell, rows, columns, channel, channels, channelLabel, onCell, onChannel } = props;
  const { row, column } = cell;
  return (
    <>
      {channels > 1 && <Stepper label={channelLabel} value={channel} count={channels} onChange={onChannel} />}
      <Stepper label="Input row" value={row} count={rows} onChange={(to) => onCell({ row: to, column })} />
      <Stepper label="Input column" value={column} count={columns} onChange={(to) => onCell({ row, column: to })} />
    </>
  );
}
