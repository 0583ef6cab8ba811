/** The confusion matrix, and below it the images of the cell that was chosen. */
import { useState } from "preact/hooks";
import type { TestReport } from "../../../src/protocol/evaluation.ts";
import { Pager } from "../../components/pager.tsx";
import { type Confusion, samplesAt } from "../../geometry/confusion.ts";
import { describeCell, describeStretch, thumbnailOf } from "../../words/tests.ts";
import { type ConfusionCell, ConfusionTable } from "./confusion-table.tsx";
import { Thumbnails } from "./thumbnails.tsx";

const PAGE = 24;

interface ConfusionPartProps {
  readonly report: TestReport;
  readonly confusion: Confusion;
}

export function ConfusionPart({ report, confusion }: ConfusionPartProps) {
  const [chosen, setChosen] = useState<ConfusionCell | undefined>(undefined);
  const [first, setFirst] = useState(0);
  const choose = (cell: ConfusionCell | undefined): void => {
    setChosen(cell);
    setFirst(0);
  };
  const known = chosen && Math.max(chosen.label, chosen.prediction) < confusion.classes ? chosen : undefined;
  return (
    <div class="stack">
      <h3>
        Confusion matrix <span class="muted">choose a cell to see its images</span>
      </h3>
      <ConfusionTable confusion={confusion} chosen={known} onChoose={choose} />
      {known && <CellImages report={report} cell={known} first={first} onFirst={setFirst} />}
    </div>
  );
}

interface CellImagesProps {
  readonly report: TestReport;
  readonly cell: ConfusionCell;
  readonly first: number;
  readonly onFirst: (first: number) => void;
}

function CellImages({ report, cell, first, onFirst }: CellImagesProps) {
  const all = samplesAt(report, cell.label, cell.prediction);
  const from = first < all.length ? first : 0;
  const shown = all.slice(from, from + PAGE);
  const words = describeCell(cell.label, cell.prediction, all.length);
  return (
    <div class="stack">
      <p role="status">{words}</p>
      {shown.length > 0 && <Thumbnails label={words} items={shown.map((index) => thumbnailOf(report, index))} />}
      <Pager
        noun="image"
        first={from}
        count={shown.length}
        total={all.length}
        page={PAGE}
        onFirst={onFirst}
        words={describeStretch(from, shown.length, all.length, "image")}
      />
    </div>
  );
}
