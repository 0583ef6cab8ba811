/** Stands where the data set's images would be, if they are not what the model takes: an image of one's own may be. */
import { Button } from "../../components/button.tsx";
import { chooseOwn } from "../../state/sample.ts";

export function UnfitSamples({ why }: { readonly why: string }) {
  return (
    <div class="empty">
      <p>{why}</p>
      <Button primary onClick={() => chooseOwn({ source: "file", label: undefined })}>
        Look at an image file
      </Button>
    </div>
  );
}
