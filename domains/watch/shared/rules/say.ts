import { LOCALES, type Text } from '../../../../core/i18n.ts'
import type { AlertRule } from './rule.ts'

/** What an alert of a rule says when the rule gives no words of its own. */
const ONE: Required<Text> = { en: '{rule}: {ref}', fr: '{rule} : {ref}', es: '{rule}: {ref}', ar: '{rule}: {ref}' }
const SEVERAL: Required<Text> = { en: '{rule}: {count} within {hours} h', fr: '{rule} : {count} en {hours} h', es: '{rule}: {count} en {hours} h', ar: '{rule}: {count} خلال {hours} س' }

/** Words of an alert in every language; `title` and `ref` are those of the newest record. */
export function sayRule(rule: AlertRule, about: { title: string; ref: string; count: number }): Required<Text> {
  const words = rule.says ?? (rule.count === 1 ? ONE : SEVERAL)
  const fill = (text: string): string => text.replace(/\{(rule|title|ref|count|hours)\}/g, (_all, name: string) => String({ rule: rule.name, title: about.title, ref: about.ref, count: about.count, hours: rule.hours ?? '' }[name as 'rule']))
  return Object.fromEntries(LOCALES.map((locale) => [locale, fill(words[locale] || words.en).slice(0, 300)])) as Required<Text>
}
