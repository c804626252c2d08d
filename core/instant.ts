import { Type } from 'typebox'
import { INSTANT_PATTERN, SENT_INSTANT_PATTERN } from './instant-pattern.ts'

/** A moment as it is stored: ISO 8601 in UTC, seconds and their thousandths as far as known. What fits is always a time (never NaN). */
export const Instant = Type.String({ pattern: INSTANT_PATTERN, description: 'ISO 8601 in UTC, e.g. 2026-08-18T13:45:00Z' })

/** A moment as devices and other systems write it: to the second or finer, in UTC or with its offset. What fits is always a time. */
export const SentInstant = Type.String({ maxLength: 40, pattern: SENT_INSTANT_PATTERN, description: 'ISO 8601 with seconds, e.g. 2026-08-18T13:45:00Z' })
