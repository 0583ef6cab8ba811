/** Activations and dropout, which keep the shape, and the few that do not. */
import type { PyClass } from "../../py-class.ts";
import { sizeFrom } from "../../tensors/sizes.ts";
import { attributeOf } from "../call.ts";
import { withAxis } from "../functions/axis.ts";
import { halved } from "../functions/functional.ts";
import { normalizeChannels } from "../normalization.ts";
import { keeping, leafClass } from "./leaf.ts";
import { setParameter } from "./parameters.ts";
import { refuseProbability } from "./refusals.ts";

const inplace = "inplace=False";

const prelu = leafClass({
  name: "PReLU",
  signature: "num_parameters=1, init=0.25, device=None, dtype=None",
  sizes: ["num_parameters"],
  make: (making) => setParameter(making, "weight", [sizeFrom(making.run, making.get("num_parameters"))]),
  rule(call, shape) {
    const count = sizeFrom(call.run, attributeOf(call, "num_parameters"));
    return count === 1 ? { shape } : normalizeChannels(call, shape, count, "num_parameters");
  },
});

const glu = leafClass({
  name: "GLU",
  signature: "dim=-1",
  rule: (call, shape) => withAxis(attributeOf(call, "dim"), shape, (axis) => halved(call, shape, axis)),
});

function dropout(name: string): PyClass {
  return leafClass({
    name,
    signature: `p=0.5, ${inplace}`,
    make: (making) => refuseProbability(making, "p"),
    rule: (_call, shape) => ({ shape }),
  });
}

/** Along one axis, which must be there. */
function alongAxis(name: string): PyClass {
  return leafClass({
    name,
    signature: "dim=None",
    rule(call, shape) {
      const dim = attributeOf(call, "dim");
      return typeof dim === "number" ? withAxis(dim, shape, () => ({ shape })) : { shape };
    },
  });
}

export function activationClasses(): PyClass[] {
  return [
    ...keeping("ReLU ReLU6 SELU SiLU Mish Hardswish Hardsigmoid", inplace),
    ...keeping("LeakyReLU", `negative_slope=0.01, ${inplace}`),
    ...keeping("ELU CELU", `alpha=1.0, ${inplace}`),
    ...keeping("RReLU", `lower=0.125, upper=0.3333333333333333, ${inplace}`),
    ...keeping("Hardtanh", `min_val=-1.0, max_val=1.0, ${inplace}, min_value=None, max_value=None`),
    ...keeping("Threshold", `threshold, value, ${inplace}`),
    ...keeping("GELU", "approximate='none'"),
    ...["Softmax", "Softmin", "LogSoftmax"].map(alongAxis),
    ...keeping("Softplus", "beta=1, threshold=20"),
    ...keeping("Hardshrink Softshrink", "lambd=0.5"),
    ...keeping("Sigmoid Tanh Softsign Tanhshrink LogSigmoid Softmax2d", ""),
    ...keeping("Identity", "*args, **kwargs"),
    ...["Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout"].map(dropout),
    prelu,
    glu,
  ];
}
