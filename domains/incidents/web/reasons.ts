import { formatDuration } from '../../../core/time.ts'
import { translate } from '../../../core/i18n.ts'
import type { Words } from '../../../web/face.ts'
import { texts } from '../shared/texts.ts'

type Reason = { code: string; [param: string]: unknown }

/** Why two reports may be one, as words. */
export function reasonWords(reason: Reason, { locale, number }: Pick<Words, 'locale' | 'number'>): string {
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String).join(', ') : '')
  const metres = Number(reason['metres'] ?? 0)
  return translate(texts, locale, `reason.${reason.code}`, {
    minutes: number(Number(reason['minutes'] ?? 0)), time: formatDuration(Number(reason['minutes'] ?? 0) * 60_000, locale),
    metres: number(metres), km: number(Math.round(metres / 100) / 10), distance: metres < 1000 ? `${number(metres)} m` : `${number(Math.round(metres / 100) / 10)} km`,
    names: list(reason['names']), words: list(reason['shared']), shared: list(reason['shared']), radius: number(Number(reason['radiusM'] ?? 0)),
  })
}
