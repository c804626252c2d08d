/**
 * A title the node made of codes (`FATAL · NOR`) in words: a part that is the value of a field is put as that field's words are.
 * `words`: those of a field's value, undefined where it has none.
 */
export function titleInWords(title: string, data: Readonly<Record<string, unknown>>, words: (field: string, value: string) => string | undefined): string {
  return title.split(' · ').map((part) => wordsOf(part, data, words) ?? part).join(' · ')
}

function wordsOf(part: string, data: Readonly<Record<string, unknown>>, words: (field: string, value: string) => string | undefined): string | undefined {
  for (const [field, value] of Object.entries(data)) {
    const found = value === part ? words(field, part) : undefined
    if (found !== undefined) {
      return found
    }
  }
  return undefined
}
