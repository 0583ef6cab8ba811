/** A pad to draw a digit on, white on black as MNIST's are. The image follows the pointer. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../../components/button.tsx";
import { type InkPoint, STROKE_WIDTH, type Stroke, smoothed } from "../../geometry/ink.ts";
import { choices } from "../../state/model.ts";
import { chooseOwn, drawing } from "../../state/sample.ts";

/** Kept strokes are rounded to this share of the pad, far below what can be seen. */
const GRAIN = 1000;

export function DrawingPad() {
  const { strokes, centre } = choices.value.own;
  const undo = (): void => chooseOwn({ strokes: strokes.slice(0, -1) });
  return (
    <div class="own">
      <Pad strokes={drawing.value ?? strokes} onUndo={undo} />
      <div class="own-controls">
        <div class="buttons">
          <Button disabled={strokes.length === 0} onClick={undo}>
            Undo
          </Button>
          <Button disabled={strokes.length === 0} onClick={() => chooseOwn({ strokes: [] })}>
            Clear
          </Button>
        </div>
        <label
          class="field"
          title="Scales the ink into a box of 20 × 20 pixels and puts its centre of mass into the middle"
        >
          <input
            type="checkbox"
            checked={centre}
            onChange={(event) => chooseOwn({ centre: event.currentTarget.checked })}
          />
          Centre like MNIST
        </label>
      </div>
    </div>
  );
}

interface PadProps {
  readonly strokes: readonly Stroke[];
  readonly onUndo: () => void;
}

function Pad({ strokes, onUndo }: PadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current) paint(canvas.current, strokes);
  }, [strokes]);
  const add = (event: PointerEvent): void => {
    if (drawing.value === undefined || canvas.current === null) return;
    const stroke = drawing.value.at(-1) ?? [];
    drawing.value = [...drawing.value.slice(0, -1), [...stroke, ...pointsOf(event, canvas.current)]];
  };
  const finish = (): void => {
    if (drawing.value === undefined) return;
    chooseOwn({ strokes: drawing.value });
    drawing.value = undefined;
  };
  return (
    <div class="drawing-pad">
      <canvas
        ref={canvas}
        role="img"
        aria-label="Drawing pad for the pointer. By keyboard choose an image of the data set instead."
        tabIndex={0}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drawing.value = [...strokes, []];
          add(event);
        }}
        onPointerMove={add}
        onPointerUp={finish}
        onPointerCancel={finish}
        onKeyDown={(event) => {
          const isUndo = event.key === "z" && (event.ctrlKey || event.metaKey);
          if (!isUndo && event.key !== "Backspace") return;
          event.preventDefault();
          onUndo();
        }}
      />
      {strokes.length === 0 && <span class="pad-hint">Draw a digit</span>}
    </div>
  );
}

/** All places that the pointer went through since the last event, as shares of the pad. */
function pointsOf(event: PointerEvent, canvas: HTMLCanvasElement): InkPoint[] {
  const box = canvas.getBoundingClientRect();
  const share = (px: number, all: number): number => Math.round((px / all) * GRAIN) / GRAIN;
  const events = event.getCoalescedEvents();
  return (events.length > 0 ? events : [event]).map(({ clientX, clientY }) => ({
    x: share(clientX - box.left, box.width),
    y: share(clientY - box.top, box.height),
  }));
}

function paint(canvas: HTMLCanvasElement, strokes: readonly Stroke[]): void {
  const side = Math.round(canvas.clientWidth * devicePixelRatio);
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.fillStyle = "#000";
  context.fillRect(0, 0, side, side);
  context.strokeStyle = "#fff";
  context.lineWidth = STROKE_WIDTH * side;
  context.lineCap = context.lineJoin = "round";
  for (const stroke of strokes) {
    const [first, ...rest] = smoothed(stroke);
    if (first === undefined) continue;
    context.beginPath();
    context.moveTo(first.x * side, first.y * side);
    // A touch that did not move is a dot: a line back to where it is.
    for (const { x, y } of rest.length === 0 ? [first] : rest) context.lineTo(x * side, y * side);
    context.stroke();
  }
}
