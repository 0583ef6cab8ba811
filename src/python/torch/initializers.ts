/** `torch.nn.init.*`: each gives back the tensor it fills. */
import { Float, type Value } from "../value.ts";
import { answering, identity } from "./harmless.ts";

const names =
  "uniform normal trunc_normal constant ones zeros eye dirac xavier_uniform xavier_normal kaiming_uniform kaiming_normal orthogonal sparse";

export function initializers(): [string, Value][] {
  const current = names.split(" ").map((name): [string, Value] => [`${name}_`, identity(`${name}_`)]);
  const former = names.split(" ").map((name): [string, Value] => [name, identity(name)]);
  return [...current, ...former, ["calculate_gain", answering("calculate_gain", new Float(1))]];
}
