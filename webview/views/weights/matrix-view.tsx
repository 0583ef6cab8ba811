/** A matrix of weights [in, out] as a heat map, a part at a time, above that of its gradient; a vector as one line. */
import { useSignal } from "@preact/signals";
import { useCallback, useMemo } from "preact/hooks";
import type { WeightView } from "../../../src/protocol/inspection.ts";
import { HeatMap } from "../../components/heat-map.tsx";
import { Pager } from "../../components/pager.tsx";
import { useWidth } from "../../components/use-width.ts";
import { type Cell, layOutAtlas } from "../../geometry/atlas.ts";
import { type MatrixPart, matrixIndex, matrixTiles } from "../../geometry/tile-sources.ts";
import { atlasBody } from "../../share/bodies.ts";
import { layerSheet, layerTitle } from "../../share/layer-sheet.ts";
import { ShareMenu } from "../../share/share-menu.tsx";
import { choose } from "../../state.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { divergingPalette } from "../shown-palette.ts";
import { leadTo } from "./lead-to.ts";
import { WeightLegend, weightKeys } from "./weight-legend.tsx";
import { describeWeight, nameParts, type WeightPart, weightParts } from "./weight-parts.ts";

const MOST_OUTPUTS = 24;
const MOST_INPUTS = 128;
const CELL_PX = 9;

interface MatrixViewProps {
  readonly weight: WeightView;
  /** Whether the layer is calculated and derived weight by weight, so that a click leads there. */
  readonly leads: boolean;
}

export function MatrixView({ weight, leads }: MatrixViewProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const cursor = useSignal<Cell | undefined>(undefined);
  const inputPage = useSignal(0);
  const outputPage = useSignal(0);
  const [inputs = 1, outputs = 1] = weight.shape;
  const inputsPerPage = Math.min(inputs, MOST_INPUTS, Math.max(8, Math.floor(width / CELL_PX)));
  const parts = useMemo(() => weightParts(weight), [weight]);
  const part = partOf(inputs, outputs, inputsPerPage, inputPage.value, outputPage.value);
  const source = useMemo(
    () =>
      matrixTiles(
        parts.map(({ data }) => data),
        outputs,
        part,
      ),
    [parts, outputs, part.firstInput, part.firstOutput, inputsPerPage],
  );
  const atlas = useMemo(
    () =>
      layOutAtlas(source, {
        width: Math.max(1, width),
        tile: cellPx(part) * Math.max(part.inputs, part.outputs),
        gap: 12,
      }),
    [source, width],
  );
  const rangeOf = useCallback((tile: number) => (parts[tile] ?? (parts[0] as WeightPart)).range, [parts]);
  const at = cursor.value;
  const title = layerTitle(weight.name);
  return (
    <>
      <div class="fields">
        <Pager
          noun="output"
          first={part.firstOutput}
          count={part.outputs}
          total={outputs}
          page={MOST_OUTPUTS}
          onFirst={(first) => {
            outputPage.value = first;
          }}
        />
        <Pager
          noun="input"
          first={part.firstInput}
          count={part.inputs}
          total={inputs}
          page={inputsPerPage}
          onFirst={(first) => {
            inputPage.value = first;
          }}
        />
        <ShareMenu
          name={title}
          picture={() => {
            const body = atlasBody({ atlas, source, palette: divergingPalette(), rangeOf });
            return layerSheet(title, body, weightKeys(parts));
          }}
        />
      </div>
      <div ref={ref} class="atlas-scroll">
        {width > 0 && (
          <HeatMap
            label={`${countOf(weight.value.length, "number")}: ${nameParts(parts)} in this order. Arrow keys move from one to the next${leads ? ", Enter leads to where it is at work" : ""}.`}
            atlas={atlas}
            source={source}
            palette={divergingPalette()}
            rangeOf={rangeOf}
            cursor={cursor}
            {...(leads ? { onPick: pick } : {})}
          />
        )}
      </div>
      <WeightLegend parts={parts} readout={at ? describe(at) : explanation()} />
    </>
  );

  function pick({ tile, row, column }: Cell): void {
    choose({ channel: part.firstOutput + row, inputChannel: part.firstInput + column, backward: "weight" });
    leadTo(tile === 0 ? "arithmetic" : "backward");
  }

  function explanation(): string {
    const rows = weight.shape.length > 1 ? "A row for each output, a column for each input" : "";
    return parts.length > 1 ? [rows, `in order: ${nameParts(parts)}`].filter(Boolean).join("; ") : rows;
  }

  function describe({ row, column }: Cell): string {
    const place = `${formatCount(part.firstInput + column)}`;
    const words =
      weight.shape.length > 1
        ? `output ${formatCount(part.firstOutput + row)}, input ${place}`
        : `${weight.name} ${place}`;
    return `${words} ${describeWeight(weight, matrixIndex(outputs, part, row, column))}`;
  }
}

function partOf(
  inputs: number,
  outputs: number,
  inputsPerPage: number,
  firstInput: number,
  firstOutput: number,
): MatrixPart {
  const startInput = Math.floor(Math.min(firstInput, inputs - 1) / inputsPerPage) * inputsPerPage;
  const startOutput = Math.floor(Math.min(firstOutput, outputs - 1) / MOST_OUTPUTS) * MOST_OUTPUTS;
  return {
    firstInput: startInput,
    inputs: Math.min(inputsPerPage, inputs - startInput),
    firstOutput: startOutput,
    outputs: Math.min(MOST_OUTPUTS, outputs - startOutput),
  };
}

/** A few values are drawn larger than many. */
function cellPx({ inputs, outputs }: MatrixPart): number {
  return Math.max(inputs, outputs) <= 16 ? 2 * CELL_PX : CELL_PX;
}
