import type { Mapping, Preview, Suggestion } from './types.ts'

/** The mapping with one column read as another field; a field is held by one column only. */
export function withField(mapping: Mapping, column: string, field: string): Mapping {
  const columns = Object.fromEntries(Object.entries(mapping.columns).filter(([held, by]) => by !== column && held !== field))
  return { ...mapping, columns: field === '' ? columns : { ...columns, [field]: column } }
}

/** The field a column is read as, or ''. */
export function fieldOf(mapping: Mapping, column: string): string {
  return Object.entries(mapping.columns).find(([, by]) => by === column)?.[0] ?? ''
}

/** What must still be said before rows can be taken. */
export function stillMissing(mapping: Mapping): ('date' | 'category' | 'place')[] {
  const { columns, constants } = mapping
  const placed = columns['mgrs'] !== undefined || columns['place'] !== undefined || (columns['latitude'] !== undefined && columns['longitude'] !== undefined)
  return [
    ...(columns['date'] === undefined ? ['date' as const] : []),
    ...(columns['category'] === undefined && !constants?.['category'] ? ['category' as const] : []),
    ...(placed ? [] : ['place' as const]),
  ]
}

/** Words of the category column that are no code themselves, most frequent first. */
export function categoryWords(preview: Preview, mapping: Mapping): { word: string; count: number }[] {
  const column = mapping.columns['category']
  return column === undefined ? [] : (preview.words[column] ?? []).filter(({ word }) => !/^[A-Z]{2}(?:\.\d{2})?$/.test(word))
}

/** Names a suggestion among its like. */
export function suggestionKey(one: Suggestion): string {
  return one.saved ? `saved:${one.title}` : one.format
}
