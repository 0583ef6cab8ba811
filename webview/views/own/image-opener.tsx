/** Opens an image from a file, by choosing, dropping or pasting it, and shows each step on its way to the model. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../../components/button.tsx";
import { decodeImage } from "../../components/decode-image.ts";
import { Message } from "../../components/message.tsx";
import { Picture } from "../../components/picture.tsx";
import {
  fittingNormalizations,
  hasLightEdge,
  type ImageStep,
  type ImageSteps,
  type Normalization,
  normalizations,
} from "../../geometry/opened-image.ts";
import { summarize } from "../../geometry/values.ts";
import { encodeFile, MOST_SIDE } from "../../own-choice.ts";
import { choices, model } from "../../state/model.ts";
import { chooseOwn, openedSteps } from "../../state/sample.ts";
import { formatCount, formatSizes, formatValue } from "../../words/numbers.ts";

export function ImageOpener() {
  const refused = useSignal<string | undefined>(undefined);
  const { file } = choices.value.own;
  const open = async (chosen: File): Promise<void> => {
    refused.value = undefined;
    try {
      const image = await decodeImage(chosen, MOST_SIDE);
      const isGrey = model.value?.input?.at(-1) === 1;
      const name = chosen.name || "pasted image";
      chooseOwn({ file: encodeFile(name, image), invert: isGrey && hasLightEdge(image), label: undefined });
    } catch (error) {
      refused.value = error instanceof Error ? error.message : String(error);
    }
  };
  usePaste(open);
  return (
    <div class="stack">
      <Chooser
        name={file?.name}
        onOpen={open}
        onNothing={() => {
          refused.value = "What was dropped is no file. Drop one from outside VS Code, or choose it.";
        }}
      />
      {refused.value !== undefined && (
        <Message icon="problem" urgent>
          {refused.value}
        </Message>
      )}
      {file && <Steps />}
    </div>
  );
}

interface ChooserProps {
  /** Of the image that is open. */
  readonly name: string | undefined;
  readonly onOpen: (file: File) => Promise<void>;
  /** Something was dropped that has no file, as from VS Code's explorer. */
  readonly onNothing: () => void;
}

function Chooser({ name, onOpen, onNothing }: ChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  const over = useSignal(false);
  return (
    <section
      class={over.value ? "drop over" : "drop"}
      aria-label="Image file"
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => {
        over.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        const [file] = event.dataTransfer?.files ?? [];
        if (file) void onOpen(file);
        else onNothing();
      }}
    >
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/*"
        hidden
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) void onOpen(file);
          // The same file can be opened again after it has changed.
          event.currentTarget.value = "";
        }}
      />
      {name !== undefined && <p>{name}</p>}
      <p class={name === undefined ? "" : "muted"}>
        Choose a PNG or JPEG, paste it, or drop it here with Shift held: without, VS Code opens it as a file.
      </p>
      <Button onClick={() => input.current?.click()}>{name === undefined ? "Open an image…" : "Open another…"}</Button>
    </section>
  );
}

function usePaste(open: (file: File) => Promise<void>): void {
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const [file] = event.clipboardData?.files ?? [];
      if (file) void latest.current(file);
    };
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  }, []);
}

function Steps() {
  const found = openedSteps.value;
  const { crop, invert } = choices.value.own;
  if (found === undefined) return <p class="note">The model's input is no picture of one or three channels.</p>;
  return (
    <>
      <ol class="image-steps" aria-label="The image's way to the model">
        {found.steps.map((step, at) => (
          <StepFigure key={step.title} step={step} withSize={at > 0} />
        ))}
      </ol>
      <div class="fields">
        <label class="field" title="Otherwise the image is stretched to the model's proportions">
          <input
            type="checkbox"
            checked={crop}
            onChange={(event) => chooseOwn({ crop: event.currentTarget.checked })}
          />
          Keep proportions
        </label>
        <label class="field" title="Dark on light becomes light on dark, as MNIST's digits are">
          <input
            type="checkbox"
            checked={invert}
            onChange={(event) => chooseOwn({ invert: event.currentTarget.checked })}
          />
          Invert
        </label>
        <NormalizationChoice found={found} />
      </div>
      <p class="note">{describeValues(found)}</p>
    </>
  );
}

function NormalizationChoice({ found }: { readonly found: ImageSteps }) {
  const channels = found.steps.at(-1)?.shape.at(-1) ?? 1;
  return (
    <label class="field" title="As the images were that the weights were trained with">
      <span class="field-label">Normalize to</span>
      <select
        value={found.normalization}
        onChange={(event) => chooseOwn({ normalization: event.currentTarget.value as Normalization })}
      >
        {fittingNormalizations(channels).map((name) => (
          <option key={name} value={name}>
            {normalizations[name].title}
          </option>
        ))}
      </select>
    </label>
  );
}

/** `Each of the 784 values x becomes x / 255: from 0.08 to 0.83.` */
function describeValues({ pixels, normalization }: ImageSteps): string {
  const { low, high } = summarize(pixels);
  const { formula } = normalizations[normalization];
  return `Each of the ${formatCount(pixels.length)} values x becomes ${formula}: from ${formatValue(low)} to ${formatValue(high)}.`;
}

interface StepFigureProps {
  readonly step: ImageStep;
  /** The first step is a smaller copy of the file's image, whose size says nothing. */
  readonly withSize: boolean;
}

function StepFigure({ step: { title, shape, data }, withSize }: StepFigureProps) {
  return (
    <li>
      <Picture shape={shape} data={data} />
      <span>{title}</span>
      {withSize && <span class="muted">{formatSizes(shape.slice(0, 2))}</span>}
    </li>
  );
}
