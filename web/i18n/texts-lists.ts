import type { Row } from './texts.ts'

/** Words of searches that the rail and the palette need at once. */
export const LIST_ROWS = {
  'nav.searches': ['Searches', 'Recherches', 'عمليات البحث', 'Búsquedas'],
  'searches.new': ['{n} new or changed', '{n} nouveaux ou modifiés', '{n} جديدة أو متغيرة', '{n} nuevos o cambiados'],
  'searches.look': ['Look', 'Voir', 'اطّلع', 'Ver'],
} satisfies Record<string, Row>
