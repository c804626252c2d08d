import { inLocale, type Locale, type Text } from '../../core/i18n.ts'
import type { RecordView } from '../api/types.ts'
import { valueWords } from '../registry.ts'
import { titleInWords } from './title-words.ts'

/** What a record is called in the reader's language: what the node writes itself (an alert) it writes in all of them, and codes have words. */
export function titleFor({ kind, title, data }: Pick<RecordView, 'kind' | 'title' | 'data'>, locale: Locale): string {
  const own = data['title']
  return typeof own === 'object' && own !== null && !Array.isArray(own) && typeof own['en'] === 'string' ? inLocale(own as Text, locale) : titleInWords(title, data, (field, value) => valueWords(kind, field, value, locale))
}
