/** A convolution's channels apart in groups: above each group's input channels, below them the output channels that read them. */
import { type ChannelGroups, type ChannelSpan, groupsAround } from "../../geometry/layer-geometry.ts";
import { formatCount } from "../../words/numbers.ts";
import { describeGroups, formatSpan } from "../../words/window.ts";

interface GroupsDrawingProps {
  readonly groups: ChannelGroups;
  /** The channels that are drawn below. */
  readonly input: number;
  readonly output: number;
}

const MOST_GROUPS = 8;
/** More channels of one group are written as a stretch. */
const MOST_CHIPS = 6;

export function GroupsDrawing({ groups, input, output }: GroupsDrawingProps) {
  const chosen = Math.floor(output / groups.outputs);
  const { first, count } = groupsAround(groups.groups, chosen, MOST_GROUPS);
  const after = groups.groups - first - count;
  return (
    <figure class="groups">
      <div class="groups-row" aria-hidden="true">
        <span class="groups-side">
          <span>input</span>
          <span>output</span>
        </span>
        {first > 0 && <span class="muted">… {formatCount(first)} more</span>}
        {Array.from({ length: count }, (_, at) => first + at).map((group) => (
          <span key={group} class={group === chosen ? "channel-group chosen" : "channel-group"}>
            <Chips span={{ first: group * groups.inputs, count: groups.inputs }} chosen={input} />
            <span class="channel-arrow">↓</span>
            <Chips span={{ first: group * groups.outputs, count: groups.outputs }} chosen={output} />
          </span>
        ))}
        {after > 0 && <span class="muted">{formatCount(after)} more …</span>}
      </div>
      <figcaption>{describeGroups(groups, output)}</figcaption>
    </figure>
  );
}

function Chips({ span, chosen }: { readonly span: ChannelSpan; readonly chosen: number }) {
  const { first, count } = span;
  const holds = chosen >= first && chosen < first + count;
  if (count > MOST_CHIPS) {
    return (
      <span class="chips">
        <span class={holds ? "chip chosen" : "chip"}>{formatSpan(span)}</span>
      </span>
    );
  }
  return (
    <span class="chips">
      {Array.from({ length: count }, (_, at) => first + at).map((channel) => (
        <span key={channel} class={channel === chosen ? "chip chosen" : "chip"}>
          {formatCount(channel)}
        </span>
      ))}
    </span>
  );
}
