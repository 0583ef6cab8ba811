/** A whole number from 0, or a first one, to a last one: typed, or moved by one. */
import { clampIndex } from "../choices.ts";
import { formatCount } from "../words/numbers.ts";
import { Icon } from "./icon.tsx";

interface StepperProps {
  readonly label: string;
  /** Hides the label from the eye where its place says the same. */
  readonly quiet?: boolean;
  readonly value: number;
  readonly count: number;
  /** Of a part of the numbers, which is then said with both ends. */
  readonly first?: number;
  readonly onChange: (value: number) => void;
}

export function Stepper({ label, quiet = false, value, count, first, onChange }: StepperProps) {
  const least = first ?? 0;
  const last = least + Math.max(1, count) - 1;
  const within = (next: number): number => least + clampIndex(next - least, count);
  const change = (next: number): void => onChange(within(next));
  return (
    <fieldset class="stepper" aria-label={label}>
      {!quiet && <span class="field-label">{label}</span>}
      <button
        type="button"
        class="step"
        aria-label={`Previous: ${label}`}
        disabled={value <= least}
        onClick={() => change(value - 1)}
      >
        <Icon name="previous" />
      </button>
      <input
        type="number"
        aria-label={label}
        min={least}
        max={last}
        value={value}
        onChange={(event) => {
          change(event.currentTarget.valueAsNumber);
          // A number out of bounds that is brought back to the present value changes no state, but stands in the field.
          event.currentTarget.value = String(within(event.currentTarget.valueAsNumber));
        }}
      />
      <button
        type="button"
        class="step"
        aria-label={`Next: ${label}`}
        disabled={value >= last}
        onClick={() => change(value + 1)}
      >
        <Icon name="next" />
      </button>
      <span class="of">
        of {first === undefined ? formatCount(count) : `${formatCount(first)}–${formatCount(last)}`}
      </span>
    </fieldset>
  );
}
