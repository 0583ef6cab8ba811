/** A matrix of weights [in, out], above its gradient and change: a row for each chosen output, in an order; a vector as one line. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { WeightView } from "../../../src/protocol/inspection.ts";
import { Pager } from "../../components/pager.tsx";
import { useWidth } from "../../components/use-width.ts";
import { chooseFilters, filterStatistics } from "../../geometry/filter-statistics.ts";
import { planMatrix } from "../../geometry/tile-sources.ts";
import { choices } from "../../state/model.ts";
import { describePlaces, KernelControls, NoneLikeThat } from "./kernel-controls.tsx";
import { MatrixPage } from "./matrix-page.tsx";

const MOST_OUTPUTS = 24;
const MOST_INPUTS = 128;
const CELL_PX = 9;

export interface MatrixViewProps {
  readonly weight: WeightView;
  /** Whether the layer is calculated and derived weight by weight, so that a click leads there. */
  readonly leads: boolean;
}

export function MatrixView({ weight, leads }: MatrixViewProps) {
  const [ref, width] = useWidth<HTMLDivElement>("matrix");
  const firstInput = useSignal(0);
  const { kernelSort, kernelChoice } = choices.value;
  const { choices: inputs, tiles } = planMatrix(weight.shape);
  const statistics = useMemo(() => filterStatistics(planMatrix(weight.shape), weight), [weight]);
  const isMatrix = tiles > 1;
  const order = useMemo(
    () => (isMatrix ? chooseFilters(statistics, kernelChoice, kernelSort) : [0]),
    [statistics, isMatrix, kernelChoice, kernelSort],
  );
  // Another order is looked at from its beginning.
  const key = `${kernelSort} ${kernelChoice}`;
  const page = useSignal({ key, first: 0 });
  const first = page.value.key === key && page.value.first < order.length ? page.value.first : 0;
  const inputsPerPage = Math.min(inputs, MOST_INPUTS, Math.max(8, Math.floor(width / CELL_PX)));
  const start = Math.floor(Math.min(firstInput.value, inputs - 1) / inputsPerPage) * inputsPerPage;
  const outputs = useMemo(() => order.slice(first, first + MOST_OUTPUTS), [order, first]);
  const part = useMemo(
    () => ({ firstInput: start, inputs: Math.min(inputsPerPage, inputs - start), outputs }),
    [start, inputsPerPage, inputs, outputs],
  );
  const inFile = kernelSort === "number" && kernelChoice === "all";
  const controls: ComponentChildren = (
    <>
      {isMatrix && <KernelControls filters={statistics} noun="output" />}
      <Pager
        noun="output"
        first={first}
        count={outputs.length}
        total={order.length}
        page={MOST_OUTPUTS}
        onFirst={(place) => {
          page.value = { key, first: place };
        }}
        {...(inFile ? {} : { words: describePlaces(first, outputs.length, order.length) })}
      />
      <Pager
        noun="input"
        first={start}
        count={part.inputs}
        total={inputs}
        page={inputsPerPage}
        onFirst={(place) => {
          firstInput.value = place;
        }}
      />
    </>
  );
  return (
    <div ref={ref} class="matrix">
      {outputs.length > 0 ? (
        <MatrixPage {...{ weight, leads, controls, statistics, part, width }} />
      ) : (
        <div class="empty">
          <div class="fields">{controls}</div>
          <NoneLikeThat noun="output" />
        </div>
      )}
    </div>
  );
}
