/** Which image the sample's feature maps are compared with. */

import { comparedSample, compareFailure, compareWith } from "../../compare-state.ts";
import { Button } from "../../components/button.tsx";
import { Message } from "../../components/message.tsx";
import { Stepper } from "../../components/stepper.tsx";
import { retryComparison } from "../../host.ts";
import { datasetSample, model } from "../../state.ts";

export function CompareChoice() {
  const { samples = { train: 0, test: 0 }, unfit } = model.value ?? {};
  const compared = comparedSample.value;
  const begin = (): void => {
    const { set, index } = datasetSample.value;
    compareWith({ set, index: index + 1 < samples[set] ? index + 1 : 0 });
  };
  return (
    <>
      <label class="field">
        <input
          type="checkbox"
          disabled={unfit !== undefined}
          checked={compared !== undefined}
          onChange={(event) => (event.currentTarget.checked ? begin() : compareWith(undefined))}
        />
        <span>
          Compare with another image
          {unfit !== undefined && <span class="muted">: the data set's do not fit this model</span>}
        </span>
      </label>
      {compared && (
        <div class="field">
          <label>
            <span class="sr-only">Compared image's set</span>
            <select
              value={compared.set}
              onChange={(event) =>
                compareWith({ ...compared, set: event.currentTarget.value === "train" ? "train" : "test" })
              }
            >
              <option value="test" disabled={samples.test === 0}>
                Test image
              </option>
              <option value="train" disabled={samples.train === 0}>
                Training image
              </option>
            </select>
          </label>
          <Stepper
            quiet
            label="Compared image"
            value={compared.index}
            count={samples[compared.set]}
            onChange={(index) => compareWith({ ...compared, index })}
          />
        </div>
      )}
      {compared && compareFailure.value !== undefined && (
        <Message icon="problem" urgent>
          <p>{compareFailure.value}</p>
          <Button icon="reset" onClick={retryComparison}>
            Retry
          </Button>
        </Message>
      )}
    </>
  );
}
