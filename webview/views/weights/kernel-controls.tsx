/** Which filters are shown, and in which order. */
import type { FilterChoice, FilterSort, FilterStatistics } from "../../geometry/filter-statistics.ts";
import { choices, choose } from "../../state.ts";
import { choiceTitles, sortTitles } from "../../words/kernels.ts";

/** Only what the figures can tell is offered. */
export function KernelControls({ filters }: { readonly filters: readonly FilterStatistics[] }) {
  const { kernelSort, kernelChoice } = choices.value;
  const has = (figure: "gradient" | "change" | "updateRatio"): boolean =>
    filters.some((filter) => filter[figure] !== undefined);
  const sorts: FilterSort[] = ["number", "norm"];
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
        <span class="field-label">Filters</span>
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
