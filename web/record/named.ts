const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** What can be an id: what people typed has spaces, or more than letters, figures and dashes. */
const ID = /^[A-Za-z0-9][\w.:-]{0,63}$/

/** Does a text of a field name a record by its id? `words` is what is said of it; `known`: the field holds ids of a kind that is known. */
export function namesRecord(text: string, words: string, known: boolean): boolean {
  return words === text && (known || UUID.test(text)) && ID.test(text)
}
