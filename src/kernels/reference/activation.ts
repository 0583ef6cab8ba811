/**
 * Activations and their derivatives, one record each: `value` gives f(x), `slope` f'(x) from x and y = f(x). Softmax and
 * logSoftmax look at a whole row. All are written so that nothing overflows for large |x|.
 */
import type { Activation, ActivationName } from "../../tensor/activation.ts";
import type { Floats } from "../../tensor/floats.ts";
import type { MatrixSizes } from "../../tensor/kernels.ts";
import { erf } from "./erf.ts";

type Elementwise = Exclude<ActivationName, "softmax" | "logSoftmax">;

interface Curve {
  value(x: number, activation: Activation): number;
  slope(x: number, y: number, activation: Activation): number;
}

/** Klambauer et al. 2017. */
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;

const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

const curves: Readonly<Record<Elementwise, Curve>> = {
  linear: { value: (x) => x, slope: () => 1 },
  relu: { value: (x) => (x < 0 ? 0 : x), slope: (x) => (x > 0 ? 1 : 0) },
  relu6: { value: (x) => Math.min(Math.max(x, 0), 6), slope: (x) => (x > 0 && x < 6 ? 1 : 0) },
  leakyRelu: { value: (x, { alpha }) => (x > 0 ? x : alpha * x), slope: (x, _, { alpha }) => (x > 0 ? 1 : alpha) },
  elu: {
    value: (x, { alpha }) => (x > 0 ? x : alpha * Math.expm1(x)),
    slope: (x, _, { alpha }) => (x > 0 ? 1 : alpha * Math.exp(x)),
  },
  selu: {
    value: (x) => seluScale * (x > 0 ? x : seluAlpha * Math.expm1(x)),
    slope: (x) => seluScale * (x > 0 ? 1 : seluAlpha * Math.exp(x)),
  },
  gelu: { value: gelu, slope: geluSlope },
  silu: {
    value: (x) => x * sigmoid(x),
    slope: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))),
  },
  sigmoid: { value: sigmoid, slope: (_, y) => y * (1 - y) },
  tanh: { value: Math.tanh, slope: (_, y) => 1 - y * y },
  softplus: { value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), slope: sigmoid },
};

/** x Phi(x), Phi the normal distribution (Hendrycks and Gimpel 2016), or its approximation by tanh. */
function gelu(x: number, { approximate }: Activation): number {
  if (!approximate) return 0.5 * x * (1 + erf(x * Math.SQRT1_2));
  return 0.5 * x * (1 + Math.tanh(geluInner(x)));
}

/** Exact: Phi(x) + x phi(x). By tanh: with u = sqrt(2 / pi) (x + 0.044715 x^3), (1 + tanh u) / 2 + x (1 - tanh^2 u) u' / 2. */
function geluSlope(x: number, _y: number, { approximate }: Activation): number {
  if (!approximate) {
    return 0.5 * (1 + erf(x * Math.SQRT1_2)) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
  }
  const t = Math.tanh(geluInner(x));
  const innerSlope = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * innerSlope;
}

function geluInner(x: number): number {
  return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
}

/** x, y [rows, columns]; y may be x. */
export function activate(activation: Activation, x: Floats, y: Floats, { rows, columns }: MatrixSizes): void {
  const { type } = activation;
  if (type === "softmax" || type === "logSoftmax") {
    for (let row = 0; row < rows; row++) normalizeRow(type, x, y, row * columns, columns);
    return;
  }
  const { value } = curves[type];
  for (let i = 0; i < rows * columns; i++) y[i] = value(x[i]!, activation);
}

/** x, y, dy, dx [rows, columns]. */
export function activateGradient(
  activation: Activation,
  x: Floats,
  y: Floats,
  dy: Floats,
  dx: Floats,
  { rows, columns }: MatrixSizes,
): void {
  const { type } = activation;
  if (type === "softmax" || type === "logSoftmax") {
    const rule = type === "softmax" ? softmaxGradient : logSoftmaxGradient;
    for (let row = 0; row < rows; row++) rule(y, dy, dx, row * columns, columns);
    return;
  }
  const { slope } = curves[type];
  for (let i = 0; i < rows * columns; i++) dx[i]! += dy[i]! * slope(x[i]!, y[i]!, activation);
}

/** softmax: exp(x - m) / s; logSoftmax: x - m - log s; with m the row's largest value and s the sum of exp(x - m). */
function normalizeRow(type: "softmax" | "logSoftmax", x: Floats, y: Floats, at: number, columns: number): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = at; i < at + columns; i++) most = Math.max(most, x[i]!);
  let sum = 0;
  for (let i = at; i < at + columns; i++) sum += Math.exp(x[i]! - most);
  const logSum = Math.log(sum);
  for (let i = at; i < at + columns; i++) {
    y[i] = type === "softmax" ? Math.exp(x[i]! - most) / sum : x[i]! - most - logSum;
  }
}

/** dx = y (dy - sum over the row of dy y). */
function softmaxGradient(y: Floats, dy: Floats, dx: Floats, at: number, columns: number): void {
  let sum = 0;
  for (let i = at; i < at + columns; i++) sum += dy[i]! * y[i]!;
  for (let i = at; i < at + columns; i++) dx[i]! += y[i]! * (dy[i]! - sum);
}

/** dx = dy - exp(y) (sum over the row of dy). */
function logSoftmaxGradient(y: Floats, dy: Floats, dx: Floats, at: number, columns: number): void {
  let sum = 0;
  for (let i = at; i < at + columns; i++) sum += dy[i]!;
  for (let i = at; i < at + columns; i++) dx[i]! += dy[i]! - Math.exp(y[i]!) * sum;
}
