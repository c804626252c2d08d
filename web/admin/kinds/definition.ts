import { Check } from 'typebox/value'
import { LOCALES } from '../../../core/i18n.ts'
import { OwnKind, type OwnField } from '../../../core/own-kind.ts'

/** Choices as lines `key = English | French | Spanish | Arabic`; words may be left out from the right. */
export function choicesText(field: OwnField): string {
  return (field.choices ?? []).map((choice) => {
    const label = field.choiceLabels?.[choice]
    return label ? `${choice} = ${LOCALES.map((locale) => label[locale] ?? '').join(' | ').replace(/[ |]+$/, '')}` : choice
  }).join('\n')
}

/** The choices and words such lines say; empty lines and repeats are left out. */
export function readChoices(text: string): Pick<OwnField, 'choices' | 'choiceLabels'> {
  const choices: string[] = []
  const choiceLabels: NonNullable<OwnField['choiceLabels']> = {}
  for (const line of text.split('\n')) {
    const [key = '', words = ''] = line.split(/=(.*)/)
    const choice = key.trim().slice(0, 80)
    if (choice === '' || choices.includes(choice)) {
      continue
    }
    choices.push(choice)
    const [en, ...others] = words.split('|').map((word) => word.trim().slice(0, 80))
    if (en) {
      choiceLabels[choice] = { en, ...Object.fromEntries(LOCALES.slice(1).flatMap((locale, i) => (others[i] ? [[locale, others[i]]] : []))) }
    }
  }
  return { choices, ...(Object.keys(choiceLabels).length > 0 ? { choiceLabels } : {}) }
}

/** A definition out of a file; null for anything else. */
export function readDefinition(text: string): OwnKind | null {
  try {
    const value: unknown = JSON.parse(text)
    return Check(OwnKind, value) ? (value as OwnKind) : null
  } catch {
    return null
  }
}

/** A key for a field out of its English words, none of those taken. */
export function keyOf(words: string, taken: readonly string[]): string {
  const parts = words.normalize('NFD').replace(/[^A-Za-z0-9 ]/g, '').trim().split(/\s+/)
  const made = parts.map((part, i) => (i === 0 ? part.toLowerCase() : part.charAt(0).toUpperCase() + part.slice(1).toLowerCase())).join('').slice(0, 36)
  const base = /^[a-z]/.test(made) ? made : `f${made}`
  let key = base
  for (let n = 2; taken.includes(key); n += 1) {
    key = `${base}${n}`
  }
  return key
}
