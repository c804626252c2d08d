import type { Texts } from '../../../core/i18n.ts'

/** Words of the incidents domain: kinds, fields and actions. */
export const texts: Texts = {
  'kind.incident': { en: 'Incident', fr: 'Incident', ar: 'حادث' },
  'kind.actor': { en: 'Actor', fr: 'Acteur', ar: 'فاعل' },
}
