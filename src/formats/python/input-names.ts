/** What a model's forward pass calls the tensors that it demands. */
import { PyFunction } from "../../python/callables.ts";
import type { Instance } from "../../python/value.ts";
import type { FrameworkName } from "./python-document.ts";

/** One for each; a model whose pass is not written in Python has one input. */
export function inputNames(root: Instance, framework: FrameworkName): string[] {
  const forward = root.cls.find(framework === "torch" ? "forward" : "call");
  if (!(forward instanceof PyFunction)) return ["input"];
  const [, ...parameters] = forward.syntax.parameters;
  const demanded = parameters.filter(
    ({ kind, default: given }) => given === undefined && (kind === "either" || kind === "positional"),
  );
  return demanded.length > 0 ? demanded.map(({ name }) => name) : ["input"];
}
