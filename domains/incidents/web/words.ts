import { inLocale } from '../../../core/i18n.ts'
import type { Locale } from '../../../core/i18n.ts'
import { texts } from '../shared/texts.ts'
import { categoryLabel, taxonomyInForce } from './taxonomy.ts'

/** Field or facet of an incident or actor → group of the vocabulary its codes belong to. */
const GROUPS: Record<string, string> = {
  weapon: 'weapon', weapons: 'weapon', code: 'weapon', group: 'group', victims: 'group', role: 'actorRole', method: 'method', precision: 'precision',
  flag: 'flag', flags: 'flag', status: 'impactStatus', confidence: 'confidence', cause: 'displacedBy',
}

/** A text of this domain, null when there is none. */
export function word(key: string, locale: Locale): string | null {
  const text = texts[key]
  return text ? inLocale(text, locale) : null
}

/** Words for a coded value of an incident or actor. */
export function valueOf(kind: string, field: string, value: string, locale: Locale): string | undefined {
  if (field === 'timePrecision') {
    return word(`timePrecision.${value}`, locale) ?? PRECISIONS[value]?.[locale === 'fr' ? 1 : locale === 'ar' ? 2 : 0]
  }
  if (kind !== 'incident' && kind !== 'actor') {
    return undefined
  }
  if (field === 'category' || field === 'family' || field === 'also') {
    return categoryLabel(value, locale)
  }
  if (field === 'type') {
    return word(`type.${value}`, locale) ?? word(`actorType.${value}`, locale) ?? word(`source.${value}`, locale) ?? word(`link.${value}`, locale) ?? undefined
  }
  const group = GROUPS[field]
  return group ? (word(`${group}.${value}`, locale) ?? undefined) : undefined
}

/** Categories to choose from, by family. */
export function categoryChoices(kind: string, field: string, locale: Locale): { value: string; label: string; group: string }[] | undefined {
  if (kind !== 'incident' || field !== 'category') {
    return undefined
  }
  return taxonomyInForce().entries.map((e) => ({ value: e.code, label: inLocale(e.label, locale), group: categoryLabel(e.code.slice(0, 2), locale) }))
}

const PRECISIONS: Record<string, readonly [en: string, fr: string, ar: string]> = {
  EXACT: ['to the minute', 'à la minute', 'بالدقيقة'], HOUR: ['to the hour', 'à l’heure', 'بالساعة'], PARTDAY: ['part of a day', 'partie de la journée', 'جزء من اليوم'],
  DAY: ['the day', 'le jour', 'اليوم'], WEEK: ['the week', 'la semaine', 'الأسبوع'], MONTH: ['the month', 'le mois', 'الشهر'], YEAR: ['the year', 'l’année', 'السنة'],
}
