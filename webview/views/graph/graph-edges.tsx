/** The connections between the graph's places; those of the selected one stand out. */
import { edgePath } from "../../geometry/graph-drawing.ts";
import type { GraphLayout, GraphMetrics } from "../../geometry/graph-layout.ts";
import type { Edge } from "../../geometry/graph-routes.ts";

interface GraphEdgesProps {
  readonly layout: GraphLayout;
  readonly metrics: GraphMetrics;
  readonly edges: readonly Edge[];
  readonly marked: number;
  /** The heights that are drawn: a picture as high as a deep model would need too much memory. */
  readonly span: { readonly from: number; readonly to: number };
}

export function GraphEdges({ layout, metrics, edges, marked, span: { from, to } }: GraphEdgesProps) {
  const height = Math.max(0, to - from);
  const isMarked = (edge: Edge): boolean => edge.from === marked || edge.to === marked;
  return (
    <svg
      class="graph-edges"
      aria-hidden="true"
      width={layout.width}
      height={height}
      viewBox={`0 ${from} ${layout.width} ${height}`}
      style={{ top: `${from}px` }}
    >
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0.5 7 4 0 7.5z" />
        </marker>
      </defs>
      {edges
        .toSorted((a, b) => Number(isMarked(a)) - Number(isMarked(b)))
        .map((edge) => (
          <path
            key={`${edge.from}-${edge.to}`}
            class={isMarked(edge) ? "edge marked" : "edge"}
            d={edgePath(layout, edge, metrics)}
            marker-end="url(#arrow)"
          />
        ))}
    </svg>
  );
}
