/** The layers in the order of the file, the input first, as a list box: one tab stop, arrow keys within. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { LayerView, ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { Icon } from "../components/icon.tsx";
import { selectLayer } from "../host.ts";
import { selected } from "../state/model.ts";
import { countOf, formatCount, formatLargeCount, formatSizes } from "../words/numbers.ts";

export function LayerList({ model }: { readonly model: ModelSnapshot }) {
  const list = useRef<HTMLDivElement>(null);
  const index = selected.value;
  // After the layer is drawn: scrolling would ask for the page's layout before that is known.
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [index]);
  return (
    <nav class="layers" aria-label="Layers">
      <div
        ref={list}
        class="layer-rows"
        role="listbox"
        aria-label="Layers"
        aria-activedescendant={optionId(index)}
        tabIndex={0}
        onKeyDown={(event) => {
          const next = indexAfterKey(event.key, index, model.layers.length);
          if (next === undefined) return;
          event.preventDefault();
          if (next !== index) void selectLayer(next);
        }}
      >
        <Option index={-1}>
          <span class="layer-name">{model.input ? "input" : "input (no shape)"}</span>
          <span class="layer-shape">{model.input ? formatSizes(model.input) : "unknown"}</span>
        </Option>
        {model.layers.map((layer, layerIndex) => (
          <Option key={layer.name} index={layerIndex}>
            <LayerRow layer={layer} />
          </Option>
        ))}
      </div>
      <p class="layers-total">{total(model.layers)}</p>
    </nav>
  );
}

function Option({ index, children }: { readonly index: number; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list box has the focus, as aria-activedescendant says
    <div
      id={optionId(index)}
      class="layer"
      role="option"
      aria-selected={selected.value === index}
      onClick={() => void selectLayer(index)}
    >
      {children}
    </div>
  );
}

function LayerRow({ layer }: { readonly layer: LayerView }) {
  const { name, type, shape, unknownBecause, parameters, macs, problem } = layer;
  return (
    <>
      <span class="layer-name">{name}</span>
      <span class="layer-shape">{shape ? formatSizes(shape.output) : "unknown"}</span>
      <span class="layer-facts">
        {[
          type,
          ...(parameters ? [`${formatLargeCount(parameters)}\u00a0param${parameters === 1 ? "" : "s"}`] : []),
          ...(macs ? [`${formatLargeCount(macs)}\u00a0MACs`] : []),
        ].join("\u00a0· ")}
      </span>
      {(problem ?? unknownBecause) && (
        <span class="layer-problem" title={problem ?? unknownBecause}>
          <Icon name="problem" />
          <span>{problem ?? unknownBecause}</span>
        </span>
      )}
    </>
  );
}

function optionId(index: number): string {
  return `layer-${index + 1}`;
}

function indexAfterKey(key: string, index: number, count: number): number | undefined {
  if (key === "ArrowDown") return Math.min(count - 1, index + 1);
  if (key === "ArrowUp") return Math.max(-1, index - 1);
  if (key === "Home") return -1;
  if (key === "End") return count - 1;
  return undefined;
}

/** Of layers whose shape is not known nothing is counted. */
function total(layers: readonly LayerView[]): string {
  const sum = (of: (layer: LayerView) => number | undefined): number =>
    layers.reduce((all, layer) => all + (of(layer) ?? 0), 0);
  const [parameters, macs] = [sum((layer) => layer.parameters), sum((layer) => layer.macs)];
  const isOpen = layers.some(({ shape }) => shape === undefined);
  if (isOpen && parameters === 0 && macs === 0) return "Parameters and MACs are not known";
  return `${isOpen ? "At least " : ""}${countOf(parameters, "parameter")}, ${formatCount(macs)} MACs in all`;
}
