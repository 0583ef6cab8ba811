/** One place of the graph: the input, a layer, or a folded block. */
import { Icon } from "../../components/icon.tsx";
import type { GraphItem } from "../../geometry/graph-items.ts";
import type { PlacedNode } from "../../geometry/graph-layout.ts";
import type { NodeWords } from "../../words/graph.ts";
import { boxStyle } from "./box-style.ts";

interface GraphNodeProps {
  readonly id: string;
  readonly item: GraphItem;
  readonly place: PlacedNode;
  readonly width: number;
  readonly words: NodeWords;
  readonly label: string;
  /** Of the model's MACs, from 0 to 1. */
  readonly share: number;
  readonly selected: boolean;
  /** Whether the keys start from it. */
  readonly active: boolean;
  readonly found: boolean;
  readonly onClick: () => void;
}

export function GraphNode({
  id,
  item,
  place,
  width,
  words,
  label,
  share,
  selected,
  active,
  found,
  onClick,
}: GraphNodeProps) {
  const names = ["node", item.block && "folded", active && "active", found && "found", words.problem && "broken"];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list box has the focus, as aria-activedescendant says
    <div
      id={id}
      class={names.filter(Boolean).join(" ")}
      role="option"
      aria-selected={selected}
      title={label}
      style={boxStyle({ x: place.x - width / 2, y: place.y, width, height: place.height })}
      onClick={onClick}
    >
      <span class="sr-only">{label}</span>
      <span class="contents" aria-hidden="true">
        <span class="node-line">
          <strong class="node-name">{words.name}</strong>
          {item.block ? <span class="node-times">× {item.block.count}</span> : <span>{words.shape}</span>}
        </span>
        {words.problem ? (
          <span class="node-problem">
            <Icon name="problem" />
            <span>{words.problem}</span>
          </span>
        ) : (
          <NodeFacts words={words} folded={item.block !== undefined} share={share} />
        )}
      </span>
    </div>
  );
}

interface NodeFactsProps {
  readonly words: NodeWords;
  readonly folded: boolean;
  readonly share: number;
}

function NodeFacts({ words: { kind, shape, parameters, macs, share: percent }, folded, share }: NodeFactsProps) {
  return (
    <>
      {folded ? (
        <>
          <Facts left={kind} right={shape} />
          <Facts left={parameters} />
        </>
      ) : (
        <Facts left={kind} right={parameters} />
      )}
      {macs && <Facts left={macs} right={percent} />}
      {share > 0 && (
        <span class="node-track">
          <span style={{ width: `${share * 100}%` }} />
        </span>
      )}
    </>
  );
}

function Facts({ left, right }: { readonly left: string; readonly right?: string }) {
  return (
    <span class="node-line node-facts">
      <span>{left}</span>
      <span>{right}</span>
    </span>
  );
}
