/** Goes to the nearest other image of a class. */
import { useState } from "preact/hooks";
import type { DatasetSample } from "../../../src/protocol/inspection.ts";
import { Icon } from "../../components/icon.tsx";
import { showNext } from "../../host.ts";
import { model } from "../../state/model.ts";

interface ClassSearchProps {
  readonly sample: DatasetSample;
  /** Of the image that is shown: what is searched for unless something else is said. */
  readonly label: number | undefined;
}

export function ClassSearch({ sample: { set, index }, label }: ClassSearchProps) {
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const classes = model.value?.classes ?? 0;
  const wanted = chosen ?? label ?? 0;
  const go = (backwards: boolean): void => void showNext({ set, from: index, label: wanted, backwards });
  if (classes === 0) return null;
  return (
    <fieldset class="stepper" aria-label="Images of a class">
      <span class="field-label">Class</span>
      <button type="button" class="step" aria-label={`Previous ${wanted}`} onClick={() => go(true)}>
        <Icon name="previous" />
      </button>
      <select
        aria-label="Class"
        value={String(wanted)}
        onChange={(event) => {
          setChosen(Number(event.currentTarget.value));
          void showNext({ set, from: index, label: Number(event.currentTarget.value), backwards: false });
        }}
      >
        {Array.from({ length: classes }, (_, at) => (
          <option key={at} value={String(at)}>
            {at}
          </option>
        ))}
      </select>
      <button type="button" class="step" aria-label={`Next ${wanted}`} onClick={() => go(false)}>
        <Icon name="next" />
      </button>
    </fieldset>
  );
}
