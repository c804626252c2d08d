import { Type, type Static } from 'typebox'
import type { ActionRule } from '../../../core/kind.ts'
import { Problem } from '../../../core/problem.ts'
import { closed, instant, KEEPERS, recordId, Signed, signed, words } from './who.ts'

export const Officer = Type.Object({ name: words(120), user: Type.Optional(recordId), duty: Type.Optional(Type.String({ maxLength: 80 })), callsign: Type.Optional(Type.String({ maxLength: 60 })) }, closed)
export type Officer = Static<typeof Officer>

/** Something handed over, by name alone: what it says is read by whoever may read it. */
export const SheetItem = Type.Object({ id: recordId, ref: Type.String({ maxLength: 40 }), kind: Type.String({ maxLength: 64 }), due: Type.Optional(Type.String({ maxLength: 40 })), state: Type.Optional(Type.String({ maxLength: 40 })), /** Of a deadline: what it is called. */ label: Type.Optional(Type.Object({ en: words(120), fr: words(120), es: Type.Optional(words(120)), ar: Type.Optional(words(120)) }, closed)) }, closed)
export type SheetItem = Static<typeof SheetItem>

export const SHEET_PARTS = ['actions', 'alerts', 'clocks', 'cirs', 'calls', 'orders', 'movements', 'crises'] as const
export type SheetPart = (typeof SHEET_PARTS)[number]
/** Items of one part a sheet holds; `total` says how many there were. */
export const MOST_ITEMS = 100
const Part = Type.Object({ total: Type.Integer({ minimum: 0 }), items: Type.Array(SheetItem, { maxItems: MOST_ITEMS }) }, closed)

/** What stood open when a watch was signed out. A part that no domain of this node gives is not there. */
export const Sheet = Type.Object(
  {
    at: instant,
    /** How many lines the log had. */
    entries: Type.Integer({ minimum: 0 }),
    parts: Type.Object(Object.fromEntries(SHEET_PARTS.map((part) => [part, Type.Optional(Part)])) as Record<SheetPart, ReturnType<typeof Type.Optional<typeof Part>>>, closed),
  },
  closed,
)
export type Sheet = { at: string; entries: number; parts: { [part in SheetPart]?: { total: number; items: SheetItem[] } } }

/** One watch of one desk. It ends when the outgoing officer has signed out and an incoming one has signed in. */
export const WatchShift = Type.Object(
  {
    desk: words(40),
    name: words(60),
    from: instant,
    until: Type.Optional(instant),
    officers: Type.Array(Officer, { minItems: 1, maxItems: 20 }),
    weather: Type.Optional(Type.String({ maxLength: 2000 })),
    comms: Type.Optional(Type.String({ maxLength: 2000 })),
    aircraft: Type.Optional(Type.String({ maxLength: 2000 })),
    notes: Type.Optional(Type.String({ maxLength: 4000 })),
    previous: Type.Optional(recordId),
    sheet: Type.Optional(Sheet),
    signedOut: Type.Optional(Type.Object(Signed, closed)),
    signedIn: Type.Optional(Type.Object(Signed, closed)),
  },
  closed,
)
export type WatchShift = Omit<Static<typeof WatchShift>, 'sheet'> & { sheet?: Sheet }

export const SHIFT_STATES = ['open', 'signed-out', 'closed'] as const
export type ShiftState = (typeof SHIFT_STATES)[number]

export function shiftState(shift: Pick<WatchShift, 'signedOut' | 'signedIn'>): ShiftState {
  return shift.signedIn ? 'closed' : shift.signedOut ? 'signed-out' : 'open'
}

export const shiftActions: { [type: string]: ActionRule<WatchShift> } = {
  // With the sheet the node builds at that moment; signing out again replaces a sheet that grew old.
  'sign-out': {
    who: KEEPERS, paired: true, patch: Type.Object({ sheet: Sheet }, closed),
    reduce(record, action) {
      refuseClosed(record.ref, record.data)
      return { ...record, data: { ...record.data, sheet: action.patch['sheet'] as unknown as Sheet, signedOut: signed(action) } }
    },
  },
  // The second person. The node has looked whether an action stands red before it commits this together with the next watch.
  'sign-in': {
    who: KEEPERS, paired: true, patch: Type.Object({}, closed),
    reduce(record, action) {
      refuseClosed(record.ref, record.data)
      if (!record.data.signedOut) {
        throw new Problem('wrong-state', `${record.ref} was not signed out; the outgoing officer signs the hand-over first`)
      }
      if (record.data.signedOut.by === action.actor) {
        throw new Problem('not-allowed', `${record.ref}: who signed out does not sign in; a hand-over is signed by two persons`)
      }
      return { ...record, data: { ...record.data, signedIn: signed(action) } }
    },
  },
}

function refuseClosed(ref: string, shift: WatchShift): void {
  if (shift.signedIn) {
    throw new Problem('wrong-state', `${ref} was handed over and is closed`)
  }
}
