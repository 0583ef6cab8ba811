/** Frames around the repetitions of unfolded blocks; the first one's label folds them again. */
import type { Block } from "../../geometry/find-blocks.ts";
import { frameAround, type Visible } from "../../geometry/graph-drawing.ts";
import type { Repetition } from "../../geometry/graph-items.ts";
import { boxStyle } from "./box-style.ts";
import { type DrawnGraph, nodeOf } from "./drawn-graph.ts";

interface GraphFramesProps {
  readonly graph: DrawnGraph;
  readonly seen: Visible;
  readonly onFold: (block: Block) => void;
}

const PADDING_PX = 7;

export function GraphFrames({ graph, seen, onFold }: GraphFramesProps) {
  const { items, repetitions } = graph.items;
  const first = items[Math.min(...seen.nodes)]?.first ?? 0;
  const end = items[Math.max(...seen.nodes)]?.end ?? 0;
  return repetitions
    .filter((repetition) => repetition.end > first && repetition.first < end)
    .map((repetition) => <Frame key={repetition.first} repetition={repetition} graph={graph} onFold={onFold} />);
}

interface FrameProps {
  readonly repetition: Repetition;
  readonly graph: DrawnGraph;
  readonly onFold: (block: Block) => void;
}

function Frame({ repetition: { block, index, first, end }, graph: { items, layout, metrics }, onFold }: FrameProps) {
  const nodes = Array.from({ length: end - first }, (_, i) => nodeOf(items, first + i));
  const box = frameAround(layout, nodes, metrics, PADDING_PX);
  const label = frameAround(layout, nodes.slice(0, 1), metrics, PADDING_PX);
  if (label === undefined) return null;
  return (
    <div class={box ? "graph-frame" : "graph-frame open"} style={boxStyle(box ?? label)}>
      {index === 0 ? (
        <button type="button" class="graph-fold" onClick={() => onFold(block)}>
          Fold × {block.count}
        </button>
      ) : (
        <span class="graph-fold">
          {index + 1} of {block.count}
        </span>
      )}
    </div>
  );
}
