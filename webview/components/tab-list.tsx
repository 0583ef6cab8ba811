/** Tabs over a panel: one tab stop, arrow keys within, which choose at once. */
import { useRef } from "preact/hooks";

interface Tab<Id extends string> {
  readonly id: Id;
  readonly title: string;
}

interface TabListProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
}

export const TAB_PANEL = "tab-panel";

/** The id of a tab's element, by which its panel is labelled. */
export function tabElementId(id: string): string {
  return `tab-${id}`;
}

/** The panel must have the id `TAB_PANEL`. */
export function TabList<Id extends string>({ label, tabs, chosen, onChoose }: TabListProps<Id>) {
  const list = useRef<HTMLDivElement>(null);
  const moveBy = (event: KeyboardEvent): void => {
    const next =
      tabs[
        indexAfterKey(
          event.key,
          tabs.findIndex(({ id }) => id === chosen),
          tabs.length,
        ) ?? -1
      ];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.id);
    list.current?.querySelector<HTMLElement>(`#${tabElementId(next.id)}`)?.focus();
  };
  return (
    <div ref={list} class="tabs" role="tablist" aria-label={label} onKeyDown={moveBy}>
      {tabs.map(({ id, title }) => (
        <button
          key={id}
          id={tabElementId(id)}
          type="button"
          class="tab"
          role="tab"
          aria-selected={id === chosen}
          aria-controls={TAB_PANEL}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

function indexAfterKey(key: string, index: number, count: number): number | undefined {
  if (key === "ArrowRight") return (index + 1) % count;
  if (key === "ArrowLeft") return (index - 1 + count) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}
