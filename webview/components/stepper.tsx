/** A whole number from 0 to a last one: typed, or moved by one. */
import { clampIndex } from "../choices.ts";
import { formatCount } from "../words/numbers.ts";
import { Icon } from "./icon.tsx";

interface StepperProps {
  readonly label: string;
  /** Hides the label from the eye where its place says the same. */
  readonly quiet?: boolean;
  readonly value: number;
  readonly count: number;
  readonly onChange: (value: number) => void;
}

export function Stepper({ label, quiet = false, value, count, onChange }: StepperProps) {
  const change = (next: number): void => onChange(clampIndex(next, count));
  return (
    <fieldset class="stepper" aria-label={label}>
      {!quiet && <span class="field-label">{label}</span>}
      <button
        type="button"
        class="step"
        aria-label={`Previous: ${label}`}
        disabled={value <= 0}
        onClick={() => change(value - 1)}
      >
        <Icon name="previous" />
      </button>
      <input
        type="number"
        aria-label={label}
        min={0}
        max={Math.max(0, count - 1)}
        value={value}
        onChange={(event) => {
          change(event.currentTarget.valueAsNumber);
          // A number out of bounds that is brought back to the present value changes no state, but stands in the field.
          event.currentTarget.value = String(clampIndex(event.currentTarget.valueAsNumber, count));
        }}
      />
      <button
        type="button"
        class="step"
        aria-label={`Next: ${label}`}
        disabled={value >= count - 1}
        onClick={() => change(value + 1)}
      >
        <Icon name="next" />
      </button>
      <span class="of">of {formatCount(count)}</span>
    </fieldset>
  );
}
