/** The chart's figures, layer by layer. */
import type { Flow, LayerFlow, Magnitude } from "../../../src/protocol/flow.ts";
import type { LayerView } from "../../../src/protocol/view-contract.ts";
import { selectLayer } from "../../host.ts";
import { selected } from "../../state/model.ts";
import { describeZeros, type Finding, lastGradient, updateRatio } from "../../words/flow.ts";
import { formatCount, formatValue } from "../../words/numbers.ts";

interface FlowTableProps {
  readonly flow: Flow;
  readonly layers: readonly LayerView[];
  readonly findings: readonly Finding[];
}

export function FlowTable({ flow, layers, findings }: FlowTableProps) {
  const last = lastGradient(flow.layers, layers);
  return (
    <div class="table-scroll">
      <table class="figures flow-table" aria-label="Values and gradients of each layer">
        <thead>
          <tr>
            <th scope="col">layer</th>
            <th scope="col">line</th>
            <th scope="col" title="Mean of the absolute values of the layer's output">
              mean |value|
            </th>
            <th scope="col" title="Values that are exactly zero, and maps that are so at every place">
              zero
            </th>
            <th scope="col" title="Mean of the gradient's absolute values">
              mean |gradient|
            </th>
            <th scope="col" title="The gradient's norm, divided by that of the last layer's gradient">
              norm / last layer's
            </th>
            <th scope="col" title="Norm of what the last step added to the layer's weights, divided by their own norm">
              update / weight
            </th>
            {findings.length > 0 && <th scope="col">stands out</th>}
          </tr>
        </thead>
        <tbody>
          {flow.layers.map((layerFlow) => (
            <Row
              key={layerFlow.layer}
              flow={layerFlow}
              layer={layers[layerFlow.layer]}
              last={last}
              kinds={findings.length > 0 ? kindsOf(findings, layerFlow.layer) : undefined}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly flow: LayerFlow;
  readonly layer: LayerView | undefined;
  readonly last: Magnitude | undefined;
  /** `undefined` if there is no such column. */
  readonly kinds: string | undefined;
}

function kindsOf(findings: readonly Finding[], layer: number): string {
  return [...new Set(findings.filter((finding) => finding.layer === layer).map(({ kind }) => kind))].join(", ");
}

function Row({ flow, layer, last, kinds }: RowProps) {
  const { gradient, output, weights } = flow;
  const ratio = gradient && last && last.norm > 0 ? formatValue(gradient.norm / last.norm) : "–";
  const update = updateRatio(weights);
  return (
    <tr aria-current={flow.layer === selected.value}>
      <th scope="row">
        <button type="button" class="link" onClick={() => void selectLayer(flow.layer)}>
          {layer?.name}
        </button>
      </th>
      <td>{layer?.line}</td>
      <td>{sizeWords(output)}</td>
      <td>{describeZeros(flow)}</td>
      <td>{gradient ? sizeWords(gradient) : "–"}</td>
      <td>{ratio}</td>
      <td>{update === undefined ? "–" : formatValue(Number(update.toPrecision(3)))}</td>
      {kinds !== undefined && <td class="kinds">{kinds}</td>}
    </tr>
  );
}

/** The mean, and how many values have no part in it. */
function sizeWords({ mean, notFinite }: Magnitude): string {
  return notFinite === 0 ? formatValue(mean) : `${formatValue(mean)}, ${formatCount(notFinite)} not finite`;
}
