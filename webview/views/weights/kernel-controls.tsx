/** Which of a kernel's filters, or of a matrix's outputs, are shown, and in which order; and what is there if none is. */
import { Button } from "../../components/button.tsx";
import type { FilterChoice, FilterSort, FilterStatistics } from "../../geometry/filter-statistics.ts";
import { choices, choose } from "../../state/model.ts";
import { choiceTitles, sortTitles } from "../../words/kernels.ts";
import { formatCount } from "../../words/numbers.ts";

interface KernelControlsProps {
  readonly filters: readonly FilterStatistics[];
  /** What they are called. */
  readonly noun: string;
}

/** Only what the figures can tell is offered. */
export function KernelControls({ filters, noun }: KernelControlsProps) {
  const { kernelSort, kernelChoice } = choices.value;
  const has = (figure: "gradient" | "change" | "updateRatio"): boolean =>
    filters.some((filter) => filter[figure] !== undefined);
  const sorts: FilterSort[] = ["number", "norm", "mean"];
  if (has("gradient")) sorts.push("gradient");
  if (has("change")) sorts.push("change");
  if (has("updateRatio")) sorts.push("updateRatio");
  const kinds: FilterChoice[] = ["all"];
  if (has("gradient")) kinds.push("withoutGradient");
  if (has("change")) kinds.push("unchanged");
  kinds.push("notFinite");
  return (
    <>
      <label class="field">
        <span class="field-label">Order</span>
        <select
          value={sorts.includes(kernelSort) ? kernelSort : "number"}
          onChange={(event) => choose({ kernelSort: event.currentTarget.value as FilterSort })}
        >
          {sorts.map((sort) => (
            <option key={sort} value={sort}>
              {sortTitles[sort]}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span class="field-label">{`${noun.charAt(0).toUpperCase()}${noun.slice(1)}s`}</span>
        <select
          value={kinds.includes(kernelChoice) ? kernelChoice : "all"}
          onChange={(event) => choose({ kernelChoice: event.currentTarget.value as FilterChoice })}
        >
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {choiceTitles[kind]}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

export function NoneLikeThat({ noun }: { readonly noun: string }) {
  return (
    <>
      <p class="note">{`No ${noun} is like that for this sample.`}</p>
      <Button onClick={() => choose({ kernelChoice: "all" })}>{`Show all ${noun}s`}</Button>
    </>
  );
}

/** `places 1–32 of 64`, in an order that is not the file's. */
export function describePlaces(first: number, count: number, total: number): string {
  return `places ${formatCount(first + 1)}–${formatCount(first + count)} of ${formatCount(total)}`;
}
