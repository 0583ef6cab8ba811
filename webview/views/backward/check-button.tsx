/** Asks for the central difference of one gradient, and shows both beside each other. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { GradientCheck, GradientTarget } from "../../../src/protocol/gradient-check.ts";
import type { Inspection } from "../../../src/protocol/inspection.ts";
import { Button } from "../../components/button.tsx";
import { Message } from "../../components/message.tsx";
import { SumLines } from "../../components/sum-lines.tsx";
import { checkGradient } from "../../host.ts";
import { describeCheck, formatPrecise } from "../../words/gradient-check.ts";

interface CheckButtonProps {
  readonly inspection: Inspection;
  readonly target: GradientTarget;
  /** The engine's. */
  readonly gradient: number;
}

type State =
  | { readonly kind: "none" | "asked" }
  | { readonly kind: "answer"; readonly check: GradientCheck }
  | { readonly kind: "failure"; readonly message: string };

export function CheckButton({ inspection, target, gradient }: CheckButtonProps) {
  const state = useSignal<State>({ kind: "none" });
  const about = JSON.stringify(target);
  const name = target.kind === "weight" ? "w" : "x";
  // An answer is about these weights, this sample and this number alone.
  useEffect(() => {
    state.value = { kind: "none" };
  }, [inspection, about]);
  const ask = async (): Promise<void> => {
    const asked: State = { kind: "asked" };
    state.value = asked;
    const { layer, sample } = inspection;
    const next = await checkGradient({ layer, sample, target }).then(
      (check): State => ({ kind: "answer", check }),
      (error: unknown): State => ({ kind: "failure", message: error instanceof Error ? error.message : String(error) }),
    );
    if (state.peek() === asked) state.value = next;
  };
  const { value } = state;
  return (
    <div class="check">
      <Button
        disabled={value.kind === "asked"}
        hint="Computes the loss twice more in double precision, with this number a little larger and a little smaller"
        onClick={() => void ask()}
      >
        Check numerically
      </Button>
      <div role="status">
        {value.kind === "asked" && <span class="muted">Computing in double precision…</span>}
        {value.kind === "answer" && <Answer name={name} gradient={gradient} check={value.check} />}
      </div>
      {value.kind === "failure" && (
        <Message icon="problem" urgent>
          {value.message}
        </Message>
      )}
    </div>
  );
}

interface AnswerProps {
  /** Of the number that was moved. */
  readonly name: "w" | "x";
  readonly gradient: number;
  readonly check: GradientCheck;
}

function Answer({ name, gradient, check }: AnswerProps) {
  return (
    <div class="stack">
      <SumLines
        label="The gradient checked"
        lines={[
          { label: "gradient, by the engine", value: formatPrecise(gradient) },
          { label: `(L(${name} + e) − L(${name} − e)) / 2e`, value: formatPrecise(check.difference) },
        ]}
      />
      <p class="note">{describeCheck(gradient, check, name)}</p>
    </div>
  );
}
