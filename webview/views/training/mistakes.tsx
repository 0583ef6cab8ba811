/** The wrong answers, page by page, the surest first. */
import { useMemo, useState } from "preact/hooks";
import type { TestReport } from "../../../src/protocol/evaluation.ts";
import { Pager } from "../../components/pager.tsx";
import { mistakesOf } from "../../geometry/confusion.ts";
import { countOf } from "../../words/numbers.ts";
import { describeStretch, thumbnailOf } from "../../words/tests.ts";
import { Thumbnails } from "./thumbnails.tsx";

const PAGE = 36;

export function Mistakes({ report }: { readonly report: TestReport }) {
  const all = useMemo(() => mistakesOf(report), [report]);
  const [first, setFirst] = useState(0);
  const from = first < all.length ? first : 0;
  const shown = all.slice(from, from + PAGE);
  return (
    <div class="stack">
      <h3>
        Wrong answers{" "}
        <span class="muted">{all.length === 0 ? "none" : `${countOf(all.length, "image")}, the surest first`}</span>
      </h3>
      {all.length === 0 ? (
        <p>Every test image is predicted right.</p>
      ) : (
        <Thumbnails label="Wrong answers" items={shown.map((index) => thumbnailOf(report, index))} />
      )}
      <Pager
        noun="wrong answer"
        first={from}
        count={shown.length}
        total={all.length}
        page={PAGE}
        onFirst={setFirst}
        words={describeStretch(from, shown.length, all.length, "wrong answer")}
      />
    </div>
  );
}
