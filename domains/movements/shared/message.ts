import { Type, type Static } from 'typebox'
import { SentInstant } from '../../../core/instant.ts'
import type { ActionRule } from '../../../core/kind.ts'
import { standardActions } from '../../../core/actions.ts'
import { CLEARERS } from './actions.ts'

const short = (max = 200) => Type.String({ maxLength: max })
/** Why a message was not taken as a check-in. */
export const HELD_BACK = ['unknown-number', 'not-under-way', 'not-understood'] as const

/** An SMS nobody could be told from, or nothing could be read from: kept for a person to look at. */
export const HeldMessage = Type.Object(
  {
    from: short(40), text: short(1000), at: SentInstant, why: Type.Enum([...HELD_BACK]),
    /** Id of the movement the number belongs to. */
    movement: Type.Optional(short(64)),
    /** Id of the contact that has the number. */
    contact: Type.Optional(short(64)),
    /** What was done about it. */
    settled: Type.Optional(short(1000)),
  },
  { additionalProperties: false },
)
export type HeldMessage = Static<typeof HeldMessage>

const standard = standardActions<HeldMessage>({ edit: [], retract: CLEARERS, handle: ['JOC-CH', 'JOC-DO', 'JOC-IM'] })

export const heldMessageActions: { [type: string]: ActionRule<HeldMessage> } = {
  ...standard,
  settle: { who: CLEARERS, patch: Type.Object({ what: Type.String({ minLength: 1, maxLength: 1000 }) }, { additionalProperties: false }), reduce: (record, action) => ({ ...record, data: { ...record.data, settled: action.patch['what'] as string } }) },
}

/** The digit a check-in by SMS begins with, and the minutes of a delay after it; null for anything else. Digits of Arabic and Persian count. */
export function readDigits(text: string): { status: 'ok' | 'delayed' | 'help'; minutes: number | null } | null {
  const plain = text.trim().replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15))
  const [, digit, minutes] = /^([129])(?:[\s,.:;-]+(\d{1,3}))?\s*$/.exec(plain) ?? []
  if (digit === undefined) {
    return null
  }
  return { status: digit === '1' ? 'ok' : digit === '2' ? 'delayed' : 'help', minutes: minutes === undefined ? null : Number(minutes) }
}
