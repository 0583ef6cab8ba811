/** Methods of numbers. */
import { Symbolic } from "../../tensor/dim.ts";
import { Float, type Value } from "../value.ts";
import { methodsOn } from "./methods.ts";

const isWhole = (value: Value): value is number | boolean | Symbolic =>
  typeof value === "number" || typeof value === "boolean" || value instanceof Symbolic;
const isFloat = (value: Value): value is Float => value instanceof Float;

export const intMethods = methodsOn(isWhole, {
  bit_length: (value) =>
    value instanceof Symbolic ? value : value ? Math.floor(Math.log2(Math.abs(Number(value)))) + 1 : 0,
  is_integer: () => true,
  item: (value) => value,
});

export const floatMethods = methodsOn(isFloat, {
  is_integer: ({ value }) => Number.isInteger(value),
  item: (value) => value,
});
