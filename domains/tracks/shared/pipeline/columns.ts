/** Below so many a column doubles; then it has room at once for all that are ever carried. */
const FEW = 65_536
const MANY = 1_250_000

/** The next size of a column. What was never written to takes no memory, so that room for all costs less than copying again and again. */
export function room(size: number): number {
  return size < FEW ? size * 2 : Math.max(MANY, size * 2)
}

/** Copy a column into a longer one. */
export function longer<T extends Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old)
  return larger
}

const PAGE_BITS = 12
const PAGE = 1 << PAGE_BITS

/** A column of objects in pages, made when something is first put into them: never copied, and where nothing is known it takes nothing. */
export class Pages<T> {
  readonly #pages: ((T | undefined)[] | undefined)[] = []

  get(number: number): T | undefined {
    return this.#pages[number >> PAGE_BITS]?.[number & (PAGE - 1)]
  }

  set(number: number, value: T | undefined): void {
    let page = this.#pages[number >> PAGE_BITS]
    if (page === undefined) {
      if (value === undefined) {
        return
      }
      page = new Array<T | undefined>(PAGE).fill(undefined)
      while (this.#pages.length < number >> PAGE_BITS) {
        this.#pages.push(undefined)
      }
      this.#pages[number >> PAGE_BITS] = page
    }
    page[number & (PAGE - 1)] = value
  }
}
