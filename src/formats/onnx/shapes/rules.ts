/** All operators, by domain and name. A new one is one line in the table of its kind. */
import type { Rule, Rules } from "./call.ts";
import { axisRules } from "./rules/axes.ts";
import { creationRules } from "./rules/creations.ts";
import { elementwiseRules } from "./rules/elementwise.ts";
import { indexRules } from "./rules/indexing.ts";
import { joinRules } from "./rules/joins.ts";
import { normRules } from "./rules/norms.ts";
import { productRules } from "./rules/products.ts";
import { fusedQuantizationRules, quantizationRules } from "./rules/quantization.ts";
import { reductionRules } from "./rules/reductions.ts";
import { resizeRules } from "./rules/resizing.ts";
import { fusedSequenceRules, sequenceRules } from "./rules/sequences.ts";
import { windowRules } from "./rules/windows.ts";

const own: Rules = {
  ...windowRules,
  ...elementwiseRules,
  ...normRules,
  ...productRules,
  ...joinRules,
  ...axisRules,
  ...indexRules,
  ...reductionRules,
  ...creationRules,
  ...resizeRules,
  ...sequenceRules,
  ...quantizationRules,
};

/** onnxruntime's own operators, which its optimizer and quantizer write; some bear the names of ONNX's. */
const fused: Rules = { ...own, ...fusedSequenceRules, ...fusedQuantizationRules };

const domains: ReadonlyMap<string, ReadonlyMap<string, Rule>> = new Map(
  Object.entries({ "": own, "com.microsoft": fused }).map(([domain, rules]) => [
    domain,
    new Map(Object.entries(rules)),
  ]),
);

/** `undefined`: it is none that we know. */
export function ruleFor(domain: string, type: string): Rule | undefined {
  return domains.get(domain)?.get(type);
}
