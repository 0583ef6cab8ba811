/** The graph in a box that scrolls. Only what can be seen of it is drawn, however many layers there are. */
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useMemo } from "preact/hooks";
import type { ModelSnapshot } from "../../../src/protocol/view-contract.ts";
import { useViewport } from "../../components/use-viewport.ts";
import type { Block } from "../../geometry/find-blocks.ts";
import { nodeAfterKey, visiblePart } from "../../geometry/graph-drawing.ts";
import type { GraphItems } from "../../geometry/graph-items.ts";
import { selectLayer } from "../../host.ts";
import { selected } from "../../state/model.ts";
import { type DrawnGraph, drawGraph, nodeOf } from "./drawn-graph.ts";
import { GraphEdges } from "./graph-edges.tsx";
import { GraphFrames } from "./graph-frames.tsx";
import { GraphNode } from "./graph-node.tsx";

/** So much more than what is seen is drawn above and below. */
const BEYOND_PX = 200;

interface GraphViewProps {
  readonly model: ModelSnapshot;
  readonly items: GraphItems;
  /** Found layers, by index. */
  readonly found: readonly number[];
  readonly onFold: (block: Block, folded: boolean) => void;
}

export function GraphView({ model, items, found, onFold }: GraphViewProps) {
  const [box, viewport] = useViewport<HTMLDivElement>(BEYOND_PX);
  const graph = useMemo(() => drawGraph(model, items, viewport.width), [model.layers, items, viewport.width]);
  const { layout, metrics, nodes } = graph;
  const active = useActive(found, items);
  useReveal(box, graph, active.value);
  const span = {
    from: Math.max(0, viewport.top - BEYOND_PX),
    to: Math.min(layout.height, viewport.top + viewport.height + 2 * BEYOND_PX),
  };
  const seen = visiblePart(layout, span.from, span.to);
  const chosen = nodeOf(items, selected.value);
  const foundNodes = useMemo(() => new Set(found.map((layer) => nodeOf(items, layer))), [found, items]);
  const act = (node: number): void => {
    const item = nodes[node]?.item;
    active.value = node;
    if (item?.block) onFold(item.block, false);
    else if (item) void selectLayer(item.first);
  };
  const takeKey = (event: KeyboardEvent): void => {
    const isAct = event.key === "Enter" || event.key === " ";
    const next = nodeAfterKey(layout, active.value, event.key, event.shiftKey);
    if (isAct) act(active.value);
    else if (next !== undefined) active.value = next;
    if (isAct || next !== undefined) event.preventDefault();
  };
  return (
    <div ref={box} class={metrics.slim ? "graph slim" : "graph"}>
      <div class="graph-content" style={{ width: `${layout.width}px`, height: `${layout.height}px` }}>
        <GraphEdges layout={layout} metrics={metrics} edges={seen.edges} marked={chosen} span={span} />
        <div
          class="graph-nodes"
          role="listbox"
          aria-label={`Graph of ${model.fileName}. Up and down follow the connections, with Shift the longest; Enter selects or unfolds.`}
          aria-activedescendant={nodeId(active.value)}
          tabIndex={0}
          onKeyDown={takeKey}
        >
          {seen.nodes.map((node) => {
            const { item, words, label, share } = nodes[node]!;
            return (
              <GraphNode
                key={item.first}
                id={nodeId(node)}
                item={item}
                words={words}
                label={label}
                share={share}
                place={layout.nodes[node]!}
                width={metrics.nodeWidth}
                selected={node === chosen}
                active={node === active.value}
                found={foundNodes.has(node)}
                onClick={() => act(node)}
              />
            );
          })}
        </div>
        <GraphFrames graph={graph} seen={seen} onFold={(block) => onFold(block, true)} />
      </div>
    </div>
  );
}

/** Where the keys are: follows the selection and what a search finds. */
function useActive(found: readonly number[], items: GraphItems) {
  const active = useSignal(nodeOf(items, selected.value));
  useLayoutEffect(() => {
    active.value = nodeOf(items, selected.value);
  }, [selected.value, items]);
  useLayoutEffect(() => {
    const [first] = found;
    if (first !== undefined && !found.includes(selected.value)) active.value = nodeOf(items, first);
  }, [found]);
  return active;
}

/** Scrolls no more than it must. */
function useReveal(box: RefObject<HTMLDivElement | null>, { layout, metrics }: DrawnGraph, node: number): void {
  useLayoutEffect(() => {
    const place = layout.nodes[node];
    if (place === undefined || box.current === null) return;
    const { clientHeight, clientWidth, scrollTop, scrollLeft } = box.current;
    const { nodeWidth, rowGap, columnGap } = metrics;
    const top = scrollFor(place.y - rowGap, place.height + 2 * rowGap, clientHeight, scrollTop);
    const start = place.x - nodeWidth / 2 - columnGap;
    const left = scrollFor(start, nodeWidth + 2 * columnGap, clientWidth, scrollLeft);
    if (top !== scrollTop || left !== scrollLeft) box.current.scrollTo({ top, left });
  }, [layout, node]);
}

/** The nearest scroll position that shows the stretch. */
function scrollFor(start: number, size: number, viewport: number, scroll: number): number {
  return Math.max(Math.min(scroll, start), start + size - viewport);
}

function nodeId(node: number): string {
  return `graph-node-${node}`;
}
