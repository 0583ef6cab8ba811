/** Something that is worked out when somebody looks, and then kept. */
export class Later<T> {
  #state: { readonly make: () => T } | { readonly value: T };

  constructor(make: () => T) {
    this.#state = { make };
  }

  get value(): T {
    if ("make" in this.#state) this.#state = { value: this.#state.make() };
    return this.#state.value;
  }
}
