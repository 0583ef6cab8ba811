/** A sum as one writes it on paper: a line for each part, a rule, and what comes out. */

export interface SumLine {
  readonly label: string;
  readonly value: string;
  /** Under the rule: what the lines above come to, or what is made of it. */
  readonly total?: boolean;
}

export function SumLines({ label, lines }: { readonly label: string; readonly lines: readonly SumLine[] }) {
  return (
    <table class="sum-lines">
      <caption class="sr-only">{label}</caption>
      <tbody>
        {lines.map(({ label: name, value, total = false }, index) => (
          <tr key={name} class={total ? (lines[index - 1]?.total ? "total further" : "total") : ""}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
