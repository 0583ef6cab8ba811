/** Small pictures of test images. A click or Enter makes one of them the sample that everything else is about. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Message } from "../../components/message.tsx";
import { countInLine, indexAfterKey } from "../../components/move-focus.ts";
import { Picture } from "../../components/picture.tsx";
import { model } from "../../state/model.ts";
import { chooseSample, sample } from "../../state/sample.ts";
import { type Picture as LoadedPicture, picturesOf } from "../../state/tests.ts";

export interface Thumbnail {
  readonly index: number;
  /** What stands below, a line each. */
  readonly captions: readonly string[];
  /** The same in words. */
  readonly label: string;
}

export function Thumbnails({ label, items }: { readonly label: string; readonly items: readonly Thumbnail[] }) {
  const list = useRef<HTMLUListElement>(null);
  const [focused, setFocused] = useState(0);
  const { pictures, failure } = usePictures(items.map(({ index }) => index));
  const stop = Math.min(focused, items.length - 1);
  const move = (event: KeyboardEvent): void => {
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const to = indexAfterKey(event.key, stop, items.length, countInLine(buttons));
    if (to === undefined) return;
    event.preventDefault();
    setFocused(to);
    buttons[to]?.focus();
  };
  if (failure !== undefined) return <Message icon="problem">{failure}</Message>;
  return (
    <ul ref={list} class="thumbnails" aria-label={label} onKeyDown={move}>
      {items.map((item, at) => (
        <li key={item.index}>
          <ThumbnailButton
            item={item}
            picture={pictures?.[at]}
            tabIndex={at === stop ? 0 : -1}
            onFocus={() => setFocused(at)}
          />
        </li>
      ))}
    </ul>
  );
}

interface ThumbnailButtonProps {
  readonly item: Thumbnail;
  readonly picture: LoadedPicture | undefined;
  readonly tabIndex: number;
  readonly onFocus: () => void;
}

function ThumbnailButton({ item, picture, tabIndex, onFocus }: ThumbnailButtonProps) {
  const { index, captions, label } = item;
  const chosen = sample.value.set === "test" && sample.value.index === index;
  return (
    <button
      type="button"
      class="thumbnail"
      aria-pressed={chosen}
      title={label}
      tabIndex={tabIndex}
      onFocus={onFocus}
      onClick={() => chooseSample({ set: "test", index })}
    >
      {picture ? <Picture {...picture} /> : <span class="skeleton-block" />}
      <span class="sr-only">{label}</span>
      {captions.map((line) => (
        <span key={line} aria-hidden="true">
          {line}
        </span>
      ))}
    </button>
  );
}

function usePictures(indices: readonly number[]): {
  readonly pictures: readonly LoadedPicture[] | undefined;
  readonly failure: string | undefined;
} {
  const [pictures, setPictures] = useState<readonly LoadedPicture[] | undefined>(undefined);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const { fileName = "", samples } = model.value ?? {};
  // Another data set has other images under the same indices.
  const place = `${fileName} ${samples?.train} ${samples?.test}`;
  const wanted = indices.join();
  useEffect(() => {
    let current = true;
    setPictures(undefined);
    picturesOf(place, { set: "test", indices }).then(
      (found) => current && setPictures(found),
      (error: Error) => current && setFailure(error.message),
    );
    return () => {
      current = false;
    };
  }, [place, wanted]);
  return { pictures, failure };
}
