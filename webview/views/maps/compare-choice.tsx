/** Which image the sample's feature maps are compared with: one of the data set, or an own one that is kept as it is now. */

import type { OwnSample } from "../../../src/protocol/inspection.ts";
import type { Compared } from "../../choices.ts";
import { Button } from "../../components/button.tsx";
import { Message } from "../../components/message.tsx";
import { Stepper } from "../../components/stepper.tsx";
import { retryComparison } from "../../host.ts";
import { comparedSample, compareFailure, compareWith } from "../../state/compare.ts";
import { choices, model } from "../../state/model.ts";
import { datasetSample, ownSample } from "../../state/sample.ts";

export function CompareChoice() {
  const { unfit } = model.value ?? {};
  const isCompared = comparedSample.value !== undefined;
  const canBegin = unfit === undefined || ownSample.value !== undefined;
  return (
    <>
      <label class="field">
        <input
          type="checkbox"
          disabled={!canBegin && !isCompared}
          checked={isCompared}
          onChange={(event) =>
            compareWith(event.currentTarget.checked ? firstCompared(unfit !== undefined) : undefined)
          }
        />
        <span>Compare with another image</span>
      </label>
      {isCompared && choices.value.compared && <ComparedFields compared={choices.value.compared} />}
      {isCompared && compareFailure.value !== undefined && (
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

/** The data set's next image; where its images do not fit the model, the own one, so that another can be opened beside it. */
function firstCompared(unfit: boolean): Compared {
  if (unfit) return { set: "own", own: choices.peek().own };
  const { samples = { train: 0, test: 0 } } = model.peek() ?? {};
  const { set, index } = datasetSample.peek();
  return { set, index: index + 1 < samples[set] ? index + 1 : 0 };
}

function ComparedFields({ compared }: { readonly compared: Compared }) {
  const { samples = { train: 0, test: 0 }, unfit } = model.value ?? {};
  const own = ownSample.value;
  const sizes = unfit === undefined ? samples : { train: 0, test: 0 };
  const keep = (): void => compareWith({ set: "own", own: choices.peek().own });
  const change = (set: string): void => {
    if (set === "own") keep();
    else compareWith({ set: set === "train" ? "train" : "test", index: compared.set === "own" ? 0 : compared.index });
  };
  return (
    <div class="field">
      <label>
        <span class="sr-only">Compared image's set</span>
        <select value={compared.set} onChange={(event) => change(event.currentTarget.value)}>
          <option value="test" disabled={sizes.test === 0}>
            Test image
          </option>
          <option value="train" disabled={sizes.train === 0}>
            Training image
          </option>
          <option value="own" disabled={own === undefined && compared.set !== "own"}>
            Own image, kept
          </option>
        </select>
      </label>
      {compared.set === "own" ? (
        <Kept own={own} onKeep={keep} />
      ) : (
        <Stepper
          quiet
          label="Compared image"
          value={compared.index}
          count={sizes[compared.set]}
          onChange={(index) => compareWith({ ...compared, index })}
        />
      )}
    </div>
  );
}

function Kept({ own, onKeep }: { readonly own: OwnSample | undefined; readonly onKeep: () => void }) {
  const kept = comparedSample.value;
  const isSame = kept?.set === "own" && own !== undefined && isSameImage(kept, own);
  if (isSame) return <span class="muted">Now open or draw another one: this one stays beside it.</span>;
  return (
    <Button disabled={own === undefined} hint="Compares with the image that is looked at now" onClick={onKeep}>
      Keep the present one instead
    </Button>
  );
}

function isSameImage(a: OwnSample, b: OwnSample): boolean {
  return a.pixels.length === b.pixels.length && a.pixels.every((value, at) => value === b.pixels[at]);
}
