/** The course of the training as curves, live. */
import { useSignal } from "@preact/signals";
import type { ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { training } from "../state/model.ts";
import { describeEpoch, whyNotTrained } from "../words/training.ts";
import { TrainButton } from "./header.tsx";
import { LossCurve } from "./loss-curve.tsx";
import { LossTable } from "./loss-table.tsx";

export function LossPanel({ model }: { readonly model: ModelSnapshot }) {
  const asTable = useSignal(false);
  const record = training.value;
  const last = record?.epochs.at(-1);
  return record && record.curve.length > 0 ? (
    <div class="stack">
      <LossCurve curve={record.curve} epochs={record.epochs} />
      {last && <p class="note">{describeEpoch(last)}</p>}
      <label class="field">
        <input
          type="checkbox"
          checked={asTable.value}
          onChange={(event) => {
            asTable.value = event.currentTarget.checked;
          }}
        />
        <span>Losses as a table</span>
      </label>
      {asTable.value && <LossTable curve={record.curve} />}
    </div>
  ) : (
    <div class="empty">
      <p>{model.unfit ?? "Train the model to see its loss here."}</p>
      {record?.status.state === "idle" && <TrainButton broken={whyNotTrained(model)} />}
    </div>
  );
}
