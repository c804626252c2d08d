import { useCallback } from 'react'
import { inLocale, type Locale, type Text } from '../../../core/i18n.ts'
import { useWords } from '../../../web/face.ts'
import { ANSWER_WORDS, ASSET_KIND_WORDS, ASSET_STATE_WORDS, BED_WORDS, CAPABILITY_WORDS, CARD_WORDS, CATEGORY_WORDS, DELAY_WORDS, EQUIPMENT_WORDS, EVENT_WORDS, HELIPAD_WORDS, MARKING_WORDS, MECHANISM_WORDS, PRIORITY_WORDS, REQUEST_STATE_WORDS, STATUS_WORDS, TEAM_WORDS, THEATRE_WORDS, THREAT_WORDS, TRIAGE_WORDS } from '../shared/words.ts'

const VOCABULARIES = {
  answer: ANSWER_WORDS, kind: ASSET_KIND_WORDS, asset: ASSET_STATE_WORDS, bed: BED_WORDS, capability: CAPABILITY_WORDS, card: CARD_WORDS, category: CATEGORY_WORDS, delay: DELAY_WORDS, equipment: EQUIPMENT_WORDS, event: EVENT_WORDS, helipad: HELIPAD_WORDS,
  marking: MARKING_WORDS, mechanism: MECHANISM_WORDS, priority: PRIORITY_WORDS, state: REQUEST_STATE_WORDS, status: STATUS_WORDS, team: TEAM_WORDS, theatre: THEATRE_WORDS, threat: THREAT_WORDS, triage: TRIAGE_WORDS,
} satisfies Record<string, Readonly<Record<string, Text>>>
export type Vocabulary = keyof typeof VOCABULARIES

/** Words of a coded value; undefined for one that has none. */
export function codeWords(vocabulary: Vocabulary, value: string, locale: Locale): string | undefined {
  const words = (VOCABULARIES[vocabulary] as Readonly<Record<string, Text>>)[value]
  return words && inLocale(words, locale)
}

/** Words of coded values in the reader's language: `code('threat', 'N')`. */
export function useCode(): (vocabulary: Vocabulary, value: string) => string {
  const { locale } = useWords()
  return useCallback((vocabulary, value) => codeWords(vocabulary, value, locale) ?? value, [locale])
}
