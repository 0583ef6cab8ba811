/** Lets the window slide by itself, and says whether its place is held. */
import { Button } from "../../components/button.tsx";
import { pinned, playing, release } from "./hold.ts";

export function HoldControls({ places }: { readonly places: number }) {
  return (
    <div class="buttons hold">
      <Button
        icon={playing.value ? "pause" : "play"}
        disabled={places < 2}
        hint={places < 2 ? "The window has one place only" : "Moves the window from place to place"}
        onClick={() => {
          pinned.value = false;
          playing.value = !playing.value;
        }}
      >
        {playing.value ? "Pause sliding" : "Play: slide the window"}
      </Button>
      {pinned.value && (
        <Button icon="close" hint="Escape does the same" onClick={release}>
          Unpin
        </Button>
      )}
      <span class="muted" role="status">
        {pinned.value ? "Pinned: a moving pointer does not move the window." : ""}
      </span>
    </div>
  );
}
