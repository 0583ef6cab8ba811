/** Each epoch's means, the last one first. */
import { useState } from "preact/hooks";
import type { EpochResult } from "../../../src/protocol/training.ts";
import { Pager } from "../../components/pager.tsx";
import { training } from "../../state/model.ts";
import { formatCount, formatLoss, formatPercent } from "../../words/numbers.ts";

const PAGE = 8;

export function EpochsSection() {
  const [first, setFirst] = useState(0);
  const epochs = training.value?.epochs ?? [];
  if (epochs.length === 0) return <p class="note">Each epoch adds a line here when it ends.</p>;
  const from = first < epochs.length ? first : 0;
  const shown = epochs.toReversed().slice(from, from + PAGE);
  const best = bestOf(epochs);
  return (
    <div class="stack">
      <div class="table-scroll">
        <table class="figures" aria-label="Epochs">
          <thead>
            <tr>
              {["epoch", "loss", "accuracy", "test loss", "test accuracy", "time"].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((result) => (
              <EpochRow key={result.epoch} result={result} best={result === best} />
            ))}
          </tbody>
        </table>
      </div>
      <Pager
        noun="epoch"
        first={from}
        count={shown.length}
        total={epochs.length}
        page={PAGE}
        onFirst={setFirst}
        words={`epochs ${formatCount(shown.at(-1)?.epoch ?? 0)}–${formatCount(shown[0]?.epoch ?? 0)} of ${formatCount(epochs.length)}`}
      />
    </div>
  );
}

function EpochRow({ result, best }: { readonly result: EpochResult; readonly best: boolean }) {
  const { epoch, loss, accuracy, valLoss, valAccuracy, seconds } = result;
  return (
    <tr>
      <th scope="row">{formatCount(epoch)}</th>
      <td>{formatLoss(loss)}</td>
      <td>{formatPercent(accuracy)}</td>
      <td>{valLoss === undefined ? "–" : formatLoss(valLoss)}</td>
      <td>
        {valAccuracy === undefined ? "–" : formatPercent(valAccuracy)}
        {best && <span class="badge">best</span>}
      </td>
      <td>{`${seconds.toFixed(seconds < 10 ? 2 : 0)}\u00a0s`}</td>
    </tr>
  );
}

/** The first epoch with the highest accuracy on the test images; `undefined` if there is but one, or none was tested. */
function bestOf(epochs: readonly EpochResult[]): EpochResult | undefined {
  let best: EpochResult | undefined;
  for (const result of epochs) {
    if (result.valAccuracy !== undefined && result.valAccuracy > (best?.valAccuracy ?? -1)) best = result;
  }
  return epochs.length > 1 ? best : undefined;
}
