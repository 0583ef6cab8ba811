/** What stands out, in words, each with the way to the layer's line. */
import type { LayerView } from "../../../src/protocol/view-contract.ts";
import { Icon } from "../../components/icon.tsx";
import { selectLayer } from "../../host.ts";
import { selected } from "../../state/model.ts";
import type { Finding } from "../../words/flow.ts";

interface FindingsProps {
  readonly findings: readonly Finding[];
  readonly layers: readonly LayerView[];
  readonly hasGradients: boolean;
}

export function Findings({ findings, layers, hasGradients }: FindingsProps) {
  if (findings.length === 0) {
    const what = hasGradients
      ? "Nothing vanishes, explodes or is dead for this sample."
      : "Nothing is dead for this sample.";
    return (
      <p class="finding-none">
        <Icon name="right" />
        <span>{what}</span>
      </p>
    );
  }
  return (
    <ul class="findings" aria-label="What stands out">
      {findings.map((finding) => (
        <li key={`${finding.layer} ${finding.kind} ${finding.words}`}>
          <Row finding={finding} layer={layers[finding.layer]} />
        </li>
      ))}
    </ul>
  );
}

function Row({ finding, layer }: { readonly finding: Finding; readonly layer: LayerView | undefined }) {
  return (
    <button
      type="button"
      class="finding"
      aria-current={finding.layer === selected.value}
      onClick={() => void selectLayer(finding.layer)}
    >
      <Icon name="problem" />
      <span>
        <strong>{finding.kind}</strong> {layer?.name} <span class="muted">line {layer?.line}</span>: {finding.words}
      </span>
    </button>
  );
}
