/** Whether a functional model's outputs come from its inputs: Keras builds no other. */

import { exchangeArguments } from "../../exchange-arguments.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { codes } from "../../tensors/codes.ts";
import type { SourceFix } from "../../trace.ts";
import type { GraphNode } from "../keras-tensor.ts";
import { isInputLayer, stateIn } from "../layer-state.ts";
import { tensorsIn } from "../nested.ts";
import type { Options } from "../options.ts";
import { formatShape } from "../sizes.ts";
import { FunctionalGraph } from "./functional-graph.ts";

/**
 * Reports outputs that need an input which the model is not given. One mistake, one message: the graph that is given back is that
 * the other way round, where only then the inputs lead to the outputs.
 */
export function connected(run: Run, graph: FunctionalGraph, options: Options, site: Site): FunctionalGraph {
  const [missing] = missingInputs(graph);
  const isKnown = graph.inputs.length > 0 && graph.inputs.every(({ node }) => node !== undefined);
  if (missing === undefined || !isKnown) return graph;
  const name = missing.layer && stateIn(missing.layer)?.name;
  const shape = formatShape(missing.outputs[0]?.shape ?? []);
  const other = turnedRound(options);
  const fix = other && exchangeIn(options);
  const message = `Model: an output comes from ${name} of ${shape}, which is none of its inputs.${fix ? ` ${fix.title}.` : ""}`;
  const call = { type: "Functional", module: undefined, inputs: graph.outputs };
  run.trace.report({ code: codes.connection, severity: "error", message, site, call, ...(fix && { fix }) });
  return other ?? graph;
}

function missingInputs({ inputs, nodes }: FunctionalGraph): readonly GraphNode[] {
  const given = new Set(inputs);
  return nodes.filter(
    ({ inputs: before, outputs, layer }) =>
      before.length === 0 && layer !== undefined && isInputLayer(layer) && !outputs.some((own) => given.has(own)),
  );
}

/** Outputs as inputs; `undefined`: they lead nowhere either. */
function turnedRound(options: Options): FunctionalGraph | undefined {
  const [inputs, outputs] = [options.present("inputs"), options.present("outputs")];
  if (inputs === undefined || outputs === undefined) return undefined;
  const graph = new FunctionalGraph(tensorsIn(outputs), tensorsIn(inputs), inputs);
  return missingInputs(graph).length > 0 ? undefined : graph;
}

function exchangeIn(options: Options): SourceFix | undefined {
  const [inputs, outputs] = [options.argument("inputs")?.written, options.argument("outputs")?.written];
  return inputs && outputs && exchangeArguments(inputs, outputs, "Exchange inputs and outputs");
}
