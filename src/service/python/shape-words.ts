/** Shapes as the framework itself prints them: PyTorch `[1, 6, 28, 28]`, Keras `(None, 28, 28, 6)`. */
import type { FrameworkName } from "../../formats/python/python-document.ts";
import type { Tensor } from "../../python/tensor.ts";
import { sizeText } from "../../python/tensors/unknown-size.ts";
import { tupleText } from "../../python/tuple-text.ts";
import type { Dim } from "../../tensor/dim.ts";

export function tensorInWords({ shape }: Tensor, framework: FrameworkName): string {
  return shape === undefined ? "unknown" : shapeInWords(shape, framework);
}

export function shapeInWords(shape: readonly Dim[], framework: FrameworkName): string {
  if (framework === "torch") return `[${shape.map(sizeText).join(", ")}]`;
  const sizes = shape.map((size, axis) => (axis === 0 && typeof size !== "number" ? "None" : sizeText(size)));
  return tupleText(sizes);
}

/** Of several tensors one behind the other, each form once and no more than a few. */
export function tensorsInWords(tensors: readonly Tensor[], framework: FrameworkName): string {
  return fewOf(formsOf(tensors, framework), 3);
}

/** The same in so many letters at most, if at least one form or how many there are has room. */
export function tensorsWithin(tensors: readonly Tensor[], framework: FrameworkName, most: number): string {
  const forms = formsOf(tensors, framework);
  const texts = [3, 2, 1].map((count) => fewOf(forms, count));
  const short = forms.length > 1 ? [`${forms[0]}, …`, `${forms.length} shapes`] : [];
  return [...texts, ...short].find(({ length }) => length <= most) ?? fewOf(forms, 1);
}

/** Each form once. */
export function formsOf(tensors: readonly Tensor[], framework: FrameworkName): string[] {
  return [...new Set(tensors.map((tensor) => tensorInWords(tensor, framework)))];
}

function fewOf(forms: readonly string[], most: number): string {
  const shown = forms.slice(0, most).join(", ");
  return forms.length > most ? `${shown}, … (${forms.length} shapes)` : shown;
}
