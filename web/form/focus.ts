/**
 * The first field of a form that opens, as its `ref`: it is given the keys once. A function written in place is called with every
 * letter typed, and takes the keys from the other fields.
 */
export function focusFirst(element: HTMLElement | null): void {
  element?.focus()
}
