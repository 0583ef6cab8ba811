/** A run of a model with the places of its parts in the text: what an editor shows of it. */
import { analyse } from "../../graph/analyse.ts";
import type { Range } from "../../graph/graph.ts";
import type { Framework } from "../../python/framework.ts";
import { Later } from "../../python/later.ts";
import type { Site, SourceFile } from "../../python/site.ts";
import type { Operation } from "../../python/trace.ts";
import type { Instance } from "../../python/value.ts";
import type { Candidate } from "./candidate.ts";
import { type Definition, definitionsOf } from "./definitions.ts";
import { isShown, outside, siteIn } from "./place-problems.ts";
import type { Program } from "./program.ts";
import type { Drawing, PythonModel, TracedModel } from "./python-document.ts";
import { graphOf } from "./to-graph.ts";

type Execution = Pick<TracedModel, "isLoaded" | "input" | "inputs" | "outputs" | "operations" | "calls">;

export function describeModel(
  program: Program,
  candidate: Candidate,
  framework: Framework,
  execution: Execution,
): PythonModel {
  const { path } = program.syntax.file;
  const { root } = candidate;
  const definition = placeOf(program, candidate);
  const modules = framework.modulesOf(root);
  const own = new Set(modules.values());
  const model: TracedModel = {
    ...execution,
    operations: execution.operations.map((operation) =>
      withOwned(withSite(operation, framework, root), framework, own),
    ),
    name: candidate.name,
    framework: framework.name,
    at: definition?.at,
    whole: definition?.whole,
    root,
    parameters: framework.parametersOf(root),
    names: new Map([...modules].map(([name, module]) => [module, name])),
    madeAt: constructions([...modules.values()], path),
    givenAt: gifts(modules, path),
    unknown: reasonsIn(execution),
  };
  return { ...model, drawing: new Later(() => drawingOf(model, program.syntax.file, framework)) };
}

function drawingOf(model: TracedModel, file: SourceFile, { endsOf }: Framework): Drawing {
  const { graph, nodeOf } = graphOf(model, file, endsOf);
  return { graph, analysis: analyse(graph), nodeOf };
}

/** The text's call that builds a framework's model stands for the whole, which comes before its parts. */
function constructions(modules: readonly Instance[], path: string): Map<Instance, Range> {
  const described = new Set<Site>();
  return new Map(
    modules.flatMap((module) => {
      const made = siteIn(module.site, path);
      if (made === undefined || (module.site.file.isDescribed && described.has(made))) return [];
      if (module.site.file.isDescribed) described.add(made);
      return [[module, made.range]];
    }),
  );
}

/** `self.layer1 = self._make_layer(64)`: the calls of functions that gave a module the parts which they made. */
function gifts(modules: ReadonlyMap<string, Instance>, path: string): Map<Instance, Range> {
  return new Map(
    [...modules].flatMap(([name, module]) => {
      const end = name.lastIndexOf(".");
      const holder = modules.get(name.slice(0, Math.max(0, end)));
      const given = holder && holder !== module ? callWithin(holder.site, module.site) : undefined;
      if (given === undefined || given === module.site || given.file.path !== path) return [];
      return isAssigned(given, name.slice(end + 1)) ? [[module, given.range]] : [];
    }),
  );
}

/** A function may also put what it makes into the module by itself. */
function isAssigned({ file, range }: Site, attribute: string): boolean {
  const before = file.text.slice(file.text.lastIndexOf("\n", range.start) + 1, range.start);
  return /\.(\w+)\s*(?::[^=]+)?=\s*$/.exec(before)?.[1] === attribute;
}

/** The outermost call on the way to `site` from what `outer` calls; `undefined`: it does not lead there. */
function callWithin(outer: Site, site: Site): Site | undefined {
  for (let at: Site | undefined = site; at !== undefined; at = at.caller) if (at.caller === outer) return at;
  return undefined;
}

/**
 * The entry itself is called by no text, and a layer within a framework's model by none that is shown: it stands where it is
 * built, if that is in one.
 */
function withSite(operation: Operation, framework: Framework, model: Instance): Operation {
  const { site, module } = operation;
  if (site === undefined || isShown(site)) return operation;
  const isWhole = module === model || (module !== undefined && framework.endsOf(module) !== undefined);
  const made = isWhole ? outside(module.site) : module?.site;
  return { ...operation, site: made && isShown(made) ? made : undefined };
}

/** A module that the model calls and does not hold, as one of the file's, has its own numbers. */
function withOwned(operation: Operation, framework: Framework, own: ReadonlySet<Instance>): Operation {
  const { module } = operation;
  if (module === undefined || own.has(module) || operation.owned !== undefined) return operation;
  return { ...operation, owned: framework.parametersOf(module) };
}

/** People look for a model at its class; where that is elsewhere, at what makes it. */
function placeOf(program: Program, { root, definition }: Candidate): Definition | undefined {
  const cls = definitionsOf(program.syntax).find(({ kind, name }) => kind === "class" && name === root.cls.name);
  return cls ?? definition;
}

/** Why something is not known: each reason once. */
function reasonsIn({ operations, outputs }: Execution): string[] {
  const tensors = [...operations.flatMap((operation) => operation.outputs), ...outputs];
  const reasons = tensors.flatMap(({ shape, reason }) => (shape === undefined && reason ? [reason] : []));
  return [...new Set(reasons)];
}
