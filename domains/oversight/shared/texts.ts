import type { Texts } from '../../../core/i18n.ts'

/** Words of the oversight domain. */
export const texts: Texts = {
  'kind.technology': { en: 'Technology', fr: 'Technologie', ar: 'تقنية' },
}
