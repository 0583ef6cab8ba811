/** What the model makes of the test images, after an epoch or on request. */
import { useEffect, useMemo } from "preact/hooks";
import type { TestReport } from "../../../src/protocol/evaluation.ts";
import type { ModelSnapshot } from "../../../src/protocol/view-contract.ts";
import { Button } from "../../components/button.tsx";
import { Message } from "../../components/message.tsx";
import { confusionOf } from "../../geometry/confusion.ts";
import { training } from "../../state/model.ts";
import { evaluateNow, evaluating, refreshReport, testFailure, testReport } from "../../state/tests.ts";
import { describeReport } from "../../words/tests.ts";
import { whyNotTrained } from "../../words/training.ts";
import { ClassTable } from "./class-table.tsx";
import { ConfusionPart } from "./confusion-part.tsx";
import { Mistakes } from "./mistakes.tsx";

export function TestsSection({ model }: { readonly model: ModelSnapshot }) {
  useReport(model);
  const report = testReport.value;
  return (
    <div class="stack">
      {testFailure.value && (
        <Message icon="problem" urgent>
          {testFailure.value}
        </Message>
      )}
      {report ? <Report report={report} model={model} /> : <NoReport model={model} />}
    </div>
  );
}

/** Follows the training: asks anew behind each epoch, and when the weights have changed without one. */
function useReport({ fileName }: ModelSnapshot): void {
  const { status, epochs, weightsVersion } = training.value ?? {};
  const resting = status?.state === "running" ? undefined : weightsVersion;
  const last = epochs?.at(-1)?.epoch;
  useEffect(() => void refreshReport(), [fileName, last, resting]);
}

function NoReport({ model }: { readonly model: ModelSnapshot }) {
  return (
    <div class="empty">
      <p>After each epoch the confusion matrix, the figures of each class and the wrong answers are shown here.</p>
      <EvaluateButton model={model} />
    </div>
  );
}

function EvaluateButton({ model, again = false }: { readonly model: ModelSnapshot; readonly again?: boolean }) {
  const busy = evaluating.value;
  const running = training.value?.status.state === "running";
  const hint = whyNotTrained(model) ?? (running ? "The next epoch's end evaluates by itself" : undefined);
  return (
    <Button disabled={busy || hint !== undefined} hint={hint} onClick={() => void evaluateNow()}>
      {busy ? "Evaluating…" : again ? "Evaluate again" : "Evaluate on the test images"}
    </Button>
  );
}

function Report({ report, model }: { readonly report: TestReport; readonly model: ModelSnapshot }) {
  const confusion = useMemo(() => confusionOf(report), [report]);
  return (
    <>
      <div class="fields">
        <p role="status">{describeReport(report, model.revision)}</p>
        <EvaluateButton model={model} again />
      </div>
      <div class="beside">
        <ConfusionPart report={report} confusion={confusion} />
        <div class="stack">
          <h3>Each class</h3>
          <ClassTable confusion={confusion} />
        </div>
      </div>
      <Mistakes report={report} />
    </>
  );
}
