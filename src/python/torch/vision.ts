/** The building blocks of `torchvision.ops` from which models are made. */
import type { Dim } from "../../tensor/dim.ts";
import { type Arguments, argumentsOf } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import type { PyClass } from "../py-class.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { permuteAxes } from "../tensors/axes.ts";
import { type Bound, bind } from "../tensors/signature.ts";
import { axesFrom, dimFrom, itemsOf } from "../tensors/sizes.ts";
import { Instance, Tuple, Unknown, type Value } from "../value.ts";
import { attributeOf } from "./call.ts";
import { sequentialClass } from "./modules/containers.ts";
import { keeping, leafClass } from "./modules/leaf.ts";
import { declareClass, makeInside } from "./modules/module.ts";

type Classes = ReadonlyMap<string, PyClass>;

/** Makes a Sequential's content from its arguments. */
type Content = (make: Maker, bound: Bound) => readonly Value[];

class Maker {
  readonly run: Run;
  readonly site: Site;
  readonly classes: Classes;

  constructor(run: Run, site: Site, classes: Classes) {
    this.run = run;
    this.site = site;
    this.classes = classes;
  }

  own(name: string, values: Readonly<Record<string, Value>>): Value {
    const cls = this.classes.get(name);
    return cls ? makeInside(this.run, cls, namedArguments(values), this.site) : null;
  }

  /** A class that the caller chose: of PyTorch's, or the user's own. */
  chosen(cls: Value, args: Arguments): Value {
    return this.run.call(cls, args, this.site);
  }
}

function namedArguments(values: Readonly<Record<string, Value>>): Arguments {
  const named = new Map(Object.entries(values).map(([name, value]) => [name, { value, written: undefined }]));
  return { positional: [], named, open: false };
}

function sequentialOf(name: string, base: PyClass, signature: string, classes: Classes, content: Content): PyClass {
  const init = new Builtin("__init__", (run, args, site) => {
    const self = args.positional[0]?.value;
    const make = sequentialClass.find("__init__");
    if (!(self instanceof Instance) || make === undefined) return null;
    const bound = bind(signature, { ...args, positional: args.positional.slice(1) });
    const parts = content(new Maker(run, site, classes), bound);
    run.call(make, argumentsOf(self, ...parts), site);
    if (bound.has("out_channels")) self.attributes.set("out_channels", bound.get("out_channels"));
    return null;
  });
  const cls = declareClass(name, [base], new Map<string, Value>([["__init__", init]]));
  cls.lacks = () => true;
  return cls;
}

const convolution =
  "in_channels, out_channels, kernel_size=3, stride=1, padding=None, groups=1, norm_layer=0, activation_layer=0, dilation=1, inplace=True, bias=None";

/** Convolution, norm, activation; `0` stands for torchvision's own choice. */
function convolutionContent(axes: number): Content {
  return (make, bound) => {
    const [norm, activation] = [bound.get("norm_layer"), bound.get("activation_layer")];
    const bias = bound.get("bias") ?? norm === null;
    const names = ["in_channels", "out_channels", "kernel_size", "stride", "groups", "dilation"];
    const given = Object.fromEntries(names.map((name) => [name, bound.get(name)]));
    const parts = [make.own(`Conv${axes}d`, { ...given, padding: paddingOf(bound, axes), bias })];
    const width = bound.get("out_channels");
    if (norm === 0) parts.push(make.own(`BatchNorm${axes}d`, { num_features: width }));
    else if (norm !== null) parts.push(make.chosen(norm, argumentsOf(width)));
    if (activation === 0) parts.push(make.own("ReLU", { inplace: true }));
    else if (activation !== null) parts.push(activationFrom(make, activation, bound.get("inplace")));
    return parts;
  };
}

function activationFrom(make: Maker, activation: Value, inplace: Value): Value {
  return make.chosen(activation, inplace === null ? argumentsOf() : namedArguments({ inplace }));
}

/** Half the dilated kernel, so that stride 1 keeps the size. */
function paddingOf(bound: Bound, axes: number): Value {
  const written = bound.get("padding");
  if (written !== null) return written;
  const at = (name: string, axis: number): Dim | undefined => {
    const items = itemsOf(bound.get(name));
    return dimFrom(items ? items[axis] : bound.get(name));
  };
  const half = (axis: number): Value => {
    const [kernel, dilation] = [at("kernel_size", axis), at("dilation", axis)];
    if (typeof kernel !== "number" || typeof dilation !== "number")
      return new Unknown("the kernel's size is not known");
    return Math.floor((kernel - 1) / 2) * dilation;
  };
  const separate = itemsOf(bound.get("kernel_size")) ?? itemsOf(bound.get("dilation"));
  return separate ? new Tuple(Array.from({ length: axes }, (_, axis) => half(axis))) : half(0);
}

/** Linear layers, each but the last with norm, activation and dropout. */
const perceptronContent: Content = (make, bound) => {
  const widths = itemsOf(bound.get("hidden_channels")) ?? [];
  const [norm, activation, bias] = [bound.get("norm_layer"), bound.get("activation_layer"), bound.get("bias")];
  const parts: Value[] = [];
  let previous = bound.get("in_channels");
  widths.forEach((width, index) => {
    parts.push(make.own("Linear", { in_features: previous, out_features: width, bias }));
    if (index < widths.length - 1) {
      if (norm !== null) parts.push(make.chosen(norm, argumentsOf(width)));
      parts.push(activation === 0 ? make.own("ReLU", {}) : activationFrom(make, activation, bound.get("inplace")));
    }
    parts.push(make.own("Dropout", { p: bound.get("dropout") }));
    previous = width;
  });
  return parts;
};

const permuteClass = leafClass({
  name: "Permute",
  signature: "dims",
  rule(call, shape) {
    const axes = axesFrom(attributeOf(call, "dims"), shape.length);
    const permuted = axes && permuteAxes(shape, axes);
    return permuted ? { shape: permuted } : { unknown: "the order of its axes is not known" };
  },
});

/** A function of its own that the file calls: a row like other functions'. */
const stochasticDepth = new Builtin(
  "stochastic_depth",
  (_run, args) => args.positional[0]?.value ?? args.named.get("input")?.value ?? null,
);

export function visionClasses(classes: Classes): [string, Value][] {
  const base = sequentialOf("ConvNormActivation", sequentialClass, convolution, classes, convolutionContent(2));
  const made: PyClass[] = [
    base,
    sequentialOf("Conv2dNormActivation", base, convolution, classes, convolutionContent(2)),
    sequentialOf("Conv3dNormActivation", base, convolution, classes, convolutionContent(3)),
    sequentialOf(
      "MLP",
      sequentialClass,
      "in_channels, hidden_channels, norm_layer=None, activation_layer=0, inplace=None, bias=True, dropout=0.0",
      classes,
      perceptronContent,
    ),
    permuteClass,
    ...keeping("StochasticDepth", "p, mode"),
    ...keeping("FrozenBatchNorm2d", "num_features, eps=1e-05"),
  ];
  return [...made.map((cls): [string, Value] => [cls.name, cls]), ["stochastic_depth", stochasticDepth]];
}
