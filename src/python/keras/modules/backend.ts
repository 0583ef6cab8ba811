/** `keras.backend` and `keras.config`: the layout of images, names, and the old functions on tensors. */
import { Builtin } from "../../callables.ts";
import { Float, Unknown, type Value } from "../../value.ts";
import { KerasTensor } from "../keras-tensor.ts";
import { gradients } from "../ops/backend-only.ts";
import { operationNamed } from "../ops/table.ts";
import { dataFormatOf, forgetNames, setDataFormat } from "../session.ts";

const members: ReadonlyMap<string, Value> = new Map<string, Value>(
  [
    new Builtin("image_data_format", (run) => dataFormatOf(run)),
    new Builtin("image_dim_ordering", (run) => (dataFormatOf(run) === "channels_first" ? "th" : "tf")),
    new Builtin("set_image_data_format", (run, args) =>
      chooseFormat(args.positional[0]?.value, (format) => setDataFormat(run, format)),
    ),
    new Builtin("set_image_dim_ordering", (run, args) =>
      chooseFormat(args.positional[0]?.value, (format) => setDataFormat(run, format)),
    ),
    new Builtin("clear_session", (run) => {
      forgetNames(run);
      return null;
    }),
    new Builtin("is_keras_tensor", (_run, args) => args.positional[0]?.value instanceof KerasTensor),
    new Builtin("floatx", () => "float32"),
    new Builtin("backend", () => "tensorflow"),
    new Builtin("epsilon", () => new Float(1e-7)),
    new Builtin("set_learning_phase", () => null),
    new Builtin("set_session", () => null),
    new Builtin("set_floatx", () => null),
    gradients,
  ].map((builtin) => [builtin.name, builtin]),
);

export function backendMember(name: string): Value {
  return members.get(name) ?? operationNamed("backend", name) ?? new Unknown(`keras.backend.${name} is not known`);
}

function chooseFormat(value: Value | undefined, set: (format: "channels_first" | "channels_last") => void): null {
  if (value === "channels_first" || value === "th") set("channels_first");
  if (value === "channels_last" || value === "tf") set("channels_last");
  return null;
}
