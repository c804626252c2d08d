import type { Locale } from '../../../../core/i18n.ts'
import { DAY_MS } from '../../../../core/time.ts'
import { localParts } from '../../../../core/time-local.ts'
import { zoneLetterAt } from '../../../../core/time-dtg.ts'
import { fullTime } from '../../../../core/time-words.ts'

/** `1345Z`, `13:45Z`, `2026-08-18 13:45Z`; no part of a date-time group, and none that has its local time behind it. */
const WRITTEN = /(?<![\d:.])(?:(\d{4}-\d{2}-\d{2})[ T])?([01]\d|2[0-3]):?([0-5]\d)Z(?!\w| \()/g

/** `18 Aug 2026, 14:45 B (181345Z AUG 26)`, as the pages write it. */
export function localAndZulu(ms: number, zone: string, locale: Locale): string {
  return inLine(fullTime(ms, zone, locale), locale)
}

/** Words of an alert give their times in Z: the mission's own beside each, `1345Z (14:45 B)`. `at`: about when that was, epoch ms; a clock time is the nearest one to it. */
export function withLocal(words: string, at: number, zone: string, locale: Locale): string {
  return words.replace(WRITTEN, (written, day: string | undefined, hour: string, minute: string) => {
    const ms = day === undefined ? nearest(at, Number(hour), Number(minute)) : Date.parse(`${day}T${hour}:${minute}Z`)
    if (!Number.isFinite(ms) || zoneLetterAt(ms, zone) === 'Z') {
      return written
    }
    const local = localParts(ms, zone)
    return inLine(`\u2066${written} (${two(local.hour)}:${two(local.minute)} ${zoneLetterAt(ms, zone)})\u2069`, locale)
  })
}

function nearest(at: number, hour: number, minute: number): number {
  const sameDay = Math.floor(at / DAY_MS) * DAY_MS + (hour * 60 + minute) * 60_000
  return sameDay + Math.round((at - sameDay) / DAY_MS) * DAY_MS
}

/** A mail of left-to-right letters needs no marks of direction, and some programs show them as boxes. */
function inLine(text: string, locale: Locale): string {
  return locale === 'ar' ? text : text.replace(/[\u2066\u2069]/g, '')
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
