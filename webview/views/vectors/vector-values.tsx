/** A vector: bars with their numbers while they are few, a strip of colours when they are many; beside another image's. */
import { useMemo } from "preact/hooks";
import { Bars } from "../../components/bars.tsx";
import { layerTitle } from "../../share/layer-sheet.ts";
import { ShareMenu } from "../../share/share-menu.tsx";
import { comparedInspection } from "../../state/compare.ts";
import { choices } from "../../state/model.ts";
import { formatValue } from "../../words/numbers.ts";
import { describeNotFinite } from "../../words/values.ts";
import { vectorTable } from "../../words/vectors.ts";
import type { DataSectionProps } from "../sections.ts";
import { ComparedBars } from "./compared-bars.tsx";
import { vectorSides } from "./vector-sides.ts";
import { VectorStrips } from "./vector-strips.tsx";

const MOST_BARS = 32;

export function VectorValues({ layer, inspection }: DataSectionProps) {
  const second = layer === undefined ? undefined : comparedInspection.value;
  const { shown } = choices.value;
  const sides = useMemo(() => vectorSides(inspection, second, shown), [inspection, second, shown]);
  const [first, compared] = sides;
  const oddities = describeNotFinite(first.summary);
  const comparedOddities = compared && describeNotFinite(compared.summary);
  return (
    <>
      {oddities && <p class="warning">{oddities}</p>}
      {comparedOddities && <p class="warning">{`The ${compared.name}: ${comparedOddities}`}</p>}
      {first.data.length > MOST_BARS ? (
        <VectorStrips sides={sides} />
      ) : (
        <>
          <ShareMenu atHeading name={layerTitle("values")} csv={() => vectorTable(sides)} />
          {compared ? <ComparedBars sides={sides} /> : <Bars label="Values" values={first.data} format={formatValue} />}
        </>
      )}
    </>
  );
}
