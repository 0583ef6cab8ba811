/**
 * A weight's gradient: over all places of the window, the cell on which the weight lay times g of the place. In a
 * transposed convolution window and place change sides: the input holds the places, g lies under the window.
 */
import { useMemo } from "preact/hooks";
import { Stepper } from "../../components/stepper.tsx";
import { SumLines } from "../../components/sum-lines.tsx";
import { TermList } from "../../components/term-list.tsx";
import { largestTerms, readAt } from "../../geometry/arithmetic.ts";
import { type WeightPlace, weightIndex, weightTerms } from "../../geometry/backward.ts";
import type { Convolution } from "../../geometry/calculation.ts";
import { chosenWeight } from "../../geometry/chosen.ts";
import { type Inspected, inspected, nothing, readChannel } from "../../geometry/inspected.ts";
import type { ChannelSpan } from "../../geometry/layer-geometry.ts";
import { choose } from "../../state/model.ts";
import { formatCount, formatSizes } from "../../words/numbers.ts";
import { formatAlike } from "../../words/sums.ts";
import type { BackwardProps } from "./backward-section.tsx";
import { CheckButton } from "./check-button.tsx";
import { KernelPicker } from "./kernel-picker.tsx";
import { TermMap } from "./term-map.tsx";

interface WeightGradientProps extends BackwardProps {
  readonly convolution: Convolution;
  /** What goes in where it is not the layer's input, and what its values and channels are called. */
  readonly input?: Inspected;
  readonly names?: readonly [value: string, channel: string];
}

const MOST_LISTED = 8;

export function WeightGradient(props: WeightGradientProps) {
  const { inspection, chosen, gradient, convolution, input, names = ["x", "input channel"] } = props;
  const [name, channelName] = names;
  const { connection, kernel, reversed } = convolution;
  const { window } = connection;
  const { weight, span } = chosenWeight(convolution, chosen);
  const { image, places } = useMemo(() => {
    const x = input ?? inspected(inspection, "input");
    const [image, places] = reversed ? [gradient, x] : [x, gradient];
    return {
      image: (image && readChannel(image, weight.imageChannel)) ?? nothing,
      places: (places && readChannel(places, weight.placeChannel)) ?? nothing,
    };
  }, [convolution, inspection, input, gradient, weight.imageChannel, weight.placeChannel]);
  const { row, column } = weight.at;
  const terms = useMemo(
    () => weightTerms(connection, weight, image, places),
    [connection, row, column, weight.imageChannel, weight.placeChannel, image, places],
  );
  const index = weightIndex(connection, weight);
  const total = kernel.gradient?.[index] ?? Number.NaN;
  const { indices, others, othersSum } = useMemo(() => largestTerms(terms.products, MOST_LISTED), [terms]);
  const format = formatAlike([total, othersSum, ...indices.map((i) => terms.products[i] as number)]);
  const [imageName, placeName] = reversed ? ["g", name] : [name, "g"];
  const listed = indices
    .filter((i) => terms.products[i] !== 0)
    .map((i) => {
      const place = { row: Math.floor(i / window.ow), column: i % window.ow };
      const cell = terms.at(place) ?? { row: 0, column: 0 };
      return {
        left: `${imageName}(${cell.row}, ${cell.column})`,
        leftValue: readAt(image, cell, weight.imageChannel),
        right: `${placeName}(${place.row}, ${place.column})`,
        rightValue: readAt(places, place, weight.placeChannel),
        product: terms.products[i] as number,
      };
    });
  const zeros = terms.products.reduce((count, product) => count + (product === 0 ? 1 : 0), 0);
  const [inputChannel, filter] = reversed
    ? [weight.placeChannel, weight.imageChannel]
    : [weight.imageChannel, weight.placeChannel];
  return (
    <div class="stack">
      <WeightSteppers convolution={convolution} weight={weight} span={span} channelName={channelName} />
      <div class="derivation">
        <KernelPicker connection={connection} kernel={kernel} weight={weight} />
        <TermMap
          window={window}
          terms={terms}
          names={[imageName, placeName]}
          outside={reversed ? "what is cropped" : "padding"}
          image={image}
          places={places}
          weight={weight}
          place={chosen.place}
          spot={chosen.spot}
        />
      </div>
      <div class="lane-sum">
        <div class="as-wide">
          <TermList
            label={`The largest of ${formatSizes([window.oh, window.ow])} products, one for each place${zeros > 0 ? `; ${formatCount(zeros)} are 0` : ""}`}
            terms={listed}
            others={others + indices.length - listed.length}
            othersSum={othersSum}
            format={format}
          />
          <SumLines
            label="The weight's gradient"
            lines={[
              {
                label: `dL/dw(${row}, ${column}) of filter ${formatCount(filter)}, ${channelName} ${formatCount(inputChannel)}`,
                value: format(total),
                total: true,
              },
            ]}
          />
        </div>
        <CheckButton inspection={inspection} target={{ kind: "weight", name: kernel.name, index }} gradient={total} />
      </div>
    </div>
  );
}

interface WeightSteppersProps {
  readonly convolution: Convolution;
  readonly weight: WeightPlace;
  /** The input channels of its filter. */
  readonly span: ChannelSpan;
  readonly channelName: string;
}

function WeightSteppers({ convolution: { connection, reversed }, weight, span, channelName }: WeightSteppersProps) {
  const { window, imageChannels, placeChannels, groups } = connection;
  const { row, column } = weight.at;
  const filters = reversed ? imageChannels : placeChannels;
  return (
    <div class="fields">
      {filters > 1 && (
        <Stepper
          label="Filter"
          value={reversed ? weight.imageChannel : weight.placeChannel}
          count={filters}
          onChange={(channel) => choose({ channel })}
        />
      )}
      {span.count > 1 && (
        <Stepper
          label={channelName.charAt(0).toUpperCase() + channelName.slice(1)}
          value={reversed ? weight.placeChannel : weight.imageChannel}
          count={span.count}
          {...(groups > 1 && { first: span.first })}
          onChange={(inputChannel) => choose({ inputChannel })}
        />
      )}
      {window.kh > 1 && (
        <Stepper
          label="Kernel row"
          value={row}
          count={window.kh}
          onChange={(to) => choose({ weight: { row: to, column } })}
        />
      )}
      {window.kw > 1 && (
        <Stepper
          label="Kernel column"
          value={column}
          count={window.kw}
          onChange={(to) => choose({ weight: { row, column: to } })}
        />
      )}
    </div>
  );
}
