/** What the person says that their image is: only with it there is a loss, and gradients. */
import { choices, model } from "../../state/model.ts";
import { chooseOwn } from "../../state/sample.ts";

export function OwnLabel() {
  const classes = model.value?.classes ?? 0;
  const { label } = choices.value.own;
  return (
    <label class="field">
      <span class="field-label">It is</span>
      <select
        value={label === undefined ? "" : String(label)}
        title="With a class there are a loss and gradients"
        onChange={({ currentTarget: { value } }) => chooseOwn({ label: value === "" ? undefined : Number(value) })}
      >
        <option value="">not said</option>
        {Array.from({ length: classes }, (_, index) => (
          <option key={index} value={String(index)}>
            a {index}
          </option>
        ))}
      </select>
    </label>
  );
}
