/** The values that the sample gives at this layer: a map for each channel of an image, one strip for a vector. */
import { useLayoutEffect, useMemo } from "preact/hooks";
import type { MapStatistics } from "../../src/tensor/map-statistics.ts";
import { mapsIn } from "../../src/tensor/shape.ts";
import { useSettled } from "../components/use-settled.ts";
import { comparedInspection, mapsShown } from "../state/compare.ts";
import { choices } from "../state/model.ts";
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
      <MapControls layer={layer} inspection={inspection} shown={shown.what} maps={isVector ? 0 : mapsIn(shown.shape)} />
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
  const isThere = tensorShown(inspection, what).statistics.length > 0;
  const settled = useSettled({ inspection, what }, isThere);
  const second = layer === undefined ? undefined : comparedInspection.value;
  const sides = useMemo(
    () => settled && mapSides(settled.inspection, second, settled.what),
    [settled?.inspection, second, settled?.what],
  );
  const statistics = sides?.[0].shown.statistics;
  const oddities = useMemo(() => statistics && describeNotFinite(totalOf(statistics)), [statistics]);
  if (sides === undefined) return <div class="skeleton-block tall" aria-busy="true" />;
  const [{ shown }] = sides;
  const marks = shown.image ? undefined : describeMarks(shown.statistics, shown.what);
  return (
    <>
      {oddities && <p class="warning">{oddities}</p>}
      {marks && <p class="note">{marks}</p>}
      <MapAtlas sides={sides} />
    </>
  );
}

/** Over all maps. */
function totalOf(maps: readonly MapStatistics[]) {
  const sum = (name: "count" | "nan" | "infinite"): number => maps.reduce((total, map) => total + map[name], 0);
  return { count: sum("count"), nan: sum("nan"), infinite: sum("infinite") };
}
