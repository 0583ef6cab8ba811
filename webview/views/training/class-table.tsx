/** How well each class is known. */
import { type ClassFigures, type Confusion, classFigures, meanOf } from "../../geometry/confusion.ts";
import { formatCount, formatPercent } from "../../words/numbers.ts";

export function ClassTable({ confusion }: { readonly confusion: Confusion }) {
  const figures = classFigures(confusion);
  const mean = (figure: "precision" | "recall" | "f1") => <Share value={meanOf(figures, figure)} />;
  return (
    <div class="table-scroll">
      <table class="figures" aria-label="Figures of each class">
        <thead>
          <tr>
            <th scope="col">class</th>
            <th scope="col">images</th>
            <th scope="col" title="Of the images predicted as the class, the share that is of it">
              precision
            </th>
            <th scope="col" title="Of the images of the class, the share that was found">
              recall
            </th>
            <th scope="col" title="Harmonic mean of precision and recall">
              F1
            </th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <ClassRow key={figure.label} figure={figure} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">mean</th>
            <td>{formatCount(confusion.total)}</td>
            {mean("precision")}
            {mean("recall")}
            {mean("f1")}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function ClassRow({ figure: { label, count, precision, recall, f1 } }: { readonly figure: ClassFigures }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{formatCount(count)}</td>
      <Share value={precision} />
      <Share value={recall} />
      <Share value={f1} />
    </tr>
  );
}

function Share({ value }: { readonly value: number | undefined }) {
  return <td>{value === undefined ? <span title="There is nothing to divide by">–</span> : formatPercent(value)}</td>;
}
