/** Making one of these takes longer than a hundred uses of it, and a list shows hundreds of times: each is made once. */
const dates = new Map<string, Intl.DateTimeFormat>()
const numbers = new Map<string, Intl.NumberFormat>()
/** More than the product can ask for; zones come from data. */
const MOST = 500

/** The formatter of dates for a BCP 47 tag; same arguments, same object. */
export function dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dates, tag, options, () => new Intl.DateTimeFormat(tag, options))
}

/** The formatter of numbers for a BCP 47 tag; same arguments, same object. */
export function numberFormat(tag: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return kept(numbers, tag, options, () => new Intl.NumberFormat(tag, options))
}

function kept<T>(made: Map<string, T>, tag: string, options: object, make: () => T): T {
  const key = `${tag} ${JSON.stringify(options)}`
  let found = made.get(key)
  if (!found) {
    if (made.size >= MOST) {
      made.clear()
    }
    found = make()
    made.set(key, found)
  }
  return found
}
