/** The model as a graph: search and folding over the drawing. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Button } from "../../components/button.tsx";
import type { Block } from "../../geometry/find-blocks.ts";
import { blockName, itemsOf } from "../../geometry/graph-items.ts";
import { searchLayers } from "../../geometry/search-layers.ts";
import { selectLayer } from "../../host.ts";
import { ShareMenu } from "../../share/share-menu.tsx";
import { choices, choose, selected } from "../../state/model.ts";
import { describeModel } from "../../words/graph.ts";
import { layerTable, readableLayerTable } from "../../words/layer-table.ts";
import type { ModelSectionProps } from "../sections.ts";
import { graphSheet } from "./graph-picture.ts";
import { GraphSearch } from "./graph-search.tsx";
import { GraphView } from "./graph-view.tsx";

export function GraphSection({ model }: ModelSectionProps) {
  const { layers } = model;
  const query = useSignal("");
  const { unfolded } = choices.value;
  const items = useMemo(() => itemsOf(layers, unfolded), [layers, unfolded]);
  const found = useMemo(() => searchLayers(query.value, layers), [query.value, layers]);
  const fold = (blocks: readonly Block[], folded: boolean): void => {
    const names = blocks.map((block) => blockName(layers, block));
    const others = unfolded.filter((name) => !names.includes(name));
    choose({ unfolded: folded ? others : [...others, ...names] });
  };
  const go = (layer: number): void => {
    const { block } = items.items[items.itemOf[layer] ?? 0] ?? {};
    if (block) fold([block], false);
    void selectLayer(layer);
  };
  const isFolded = items.items.some(({ block }) => block);
  return (
    <div class="stack">
      <ShareMenu
        atHeading
        name="layers"
        picture={() => graphSheet(model, items)}
        markdown={() => readableLayerTable(model)}
        csv={() => layerTable(model)}
      />
      <div class="fields">
        <GraphSearch
          query={query.value}
          found={found}
          at={selected.value}
          onQuery={(text) => {
            query.value = text;
          }}
          onGo={go}
        />
        {items.blocks.length > 0 && (
          <Button onClick={() => fold(items.blocks, !isFolded)}>
            {isFolded ? "Unfold repeated blocks" : "Fold repeated blocks"}
          </Button>
        )}
      </div>
      <GraphView model={model} items={items} found={found} onFold={(block, folded) => fold([block], folded)} />
      <p class="note">{describeModel(layers)}</p>
    </div>
  );
}
