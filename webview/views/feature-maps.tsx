/** The values that the sample gives at this layer: a map for each channel of an image, one strip for a vector. */
import { useLayoutEffect, useMemo } from "preact/hooks";
import { channelsOf } from "../../src/tensor/shape.ts";
import { comparedInspection, mapsShown } from "../compare-state.ts";
import { summarize } from "../geometry/values.ts";
import { choices } from "../state.ts";
import { describeMarks } from "../words/maps.ts";
import { describeNotFinite } from "../words/values.ts";
import { MapAtlas } from "./maps/map-atlas.tsx";
import { MapControls } from "./maps/map-controls.tsx";
import { mapSides } from "./maps/map-sides.ts";
import type { DataSectionProps } from "./sections.ts";
import { tensorShown } from "./shown-tensor.ts";
import { VectorValues } from "./vectors/vector-values.tsx";

export function FeatureMaps({ layer, inspection }: DataSectionProps) {
  const shown = tensorShown(inspection, choices.value.shown);
  const isVector = shown.shape.length < 2;
  useLayoutEffect(() => {
    mapsShown.value = true;
    return () => {
      mapsShown.value = false;
    };
  }, []);
  return (
    <div class="stack">
      <MapControls
        layer={layer}
        inspection={inspection}
        shown={shown.what}
        maps={isVector ? 0 : channelsOf(shown.shape)}
      />
      {isVector ? (
        <VectorValues layer={layer} inspection={inspection} />
      ) : (
        <Maps layer={layer} inspection={inspection} />
      )}
    </div>
  );
}

function Maps({ layer, inspection }: DataSectionProps) {
  const { shown: what } = choices.value;
  const second = layer === undefined ? undefined : comparedInspection.value;
  const sides = useMemo(
    () => mapSides(inspection, second, what, layer?.activation),
    [inspection, second, what, layer?.activation],
  );
  const [{ shown, statistics }] = sides;
  const oddities = useMemo(() => describeNotFinite(summarize(shown.data)), [shown.data]);
  const marks = shown.image ? undefined : describeMarks(statistics, shown.what);
  return (
    <>
      {oddities && <p class="warning">{oddities}</p>}
      {marks && <p class="note">{marks}</p>}
      <MapAtlas sides={sides} />
    </>
  );
}
