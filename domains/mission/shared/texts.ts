import type { Texts } from '../../../core/i18n.ts'

/** Words of the mission domain. */
export const texts: Texts = {
  'kind.mission': { en: 'Mission', fr: 'Mission', ar: 'البعثة' },
  'kind.area': { en: 'Area', fr: 'Zone', ar: 'منطقة' },
  'kind.unit': { en: 'Unit', fr: 'Unité', ar: 'وحدة' },
  'kind.user': { en: 'Account', fr: 'Compte', ar: 'حساب' },
  'kind.own-kind': { en: 'Own kind of record', fr: 'Type de fiche propre', ar: 'نوع سجل خاص' },
}
