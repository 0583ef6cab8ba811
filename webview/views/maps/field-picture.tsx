/** The sample's image, and on it the receptive field of the value under the cursor. */
import { imageSizes, type Shape } from "../../../src/tensor/shape.ts";
import { Picture } from "../../components/picture.tsx";
import type { Cells } from "../../geometry/receptive-cells.ts";

interface FieldPictureProps {
  readonly image: { readonly shape: Shape; readonly data: Float32Array };
  readonly label: string;
  readonly cells: Cells | undefined;
}

export function FieldPicture({ image, label, cells }: FieldPictureProps) {
  const { h, w } = imageSizes(image.shape) ?? { h: 1, w: 1 };
  return (
    <figure class="field-picture">
      <div class="field-image">
        <Picture {...image} label={label} />
        {cells && cells.rows > 0 && cells.columns > 0 && (
          <span
            class="field-frame"
            style={{
              top: `${(100 * cells.top) / h}%`,
              left: `${(100 * cells.left) / w}%`,
              height: `${(100 * cells.rows) / h}%`,
              width: `${(100 * cells.columns) / w}%`,
            }}
          />
        )}
      </div>
      <figcaption>{label}</figcaption>
    </figure>
  );
}
