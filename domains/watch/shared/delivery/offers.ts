import type { VigieRecord } from '../../../../core/record.ts'
import type { Target } from './targets.ts'

/** Somebody another domain knows to tell: an account, a unit, or a contact. */
export type Found = { account?: string; unit?: string; contact?: string; because: string }
/** What an alert says to those who look for people near it. Times epoch ms. */
export type Near = { lon: number; lat: number; at: number; severity: number }
type Finder = (target: Target, near: Near) => Promise<readonly Found[]>

/**
 * A text message that came in. `id` is the same when a gateway hands it in again; `number` is `from` as digits alone, without the sign
 * or zeros of an international prefix; `who` is the contact that has it.
 */
export type InboundMessage = { id: string; from: string; number: string; text: string; at: number; who: { contact: string; account: string | null; name: string } | null }
/** Why a message was not taken, and the record its number belongs to. */
export type HeldBack = { why: 'unknown-number' | 'not-under-way' | 'not-understood'; about: VigieRecord | null }
/** What one who was asked says: taken (how, for the gateway's log), taken before, known but not to be taken, or not theirs. */
export type Taken = 'check-in' | 'acknowledged' | 'taken' | 'again' | HeldBack | null
type Taker = (message: InboundMessage) => Promise<Taken>
type Keeper = (message: InboundMessage, held: HeldBack) => Promise<'held-back' | 'again'>
/** What became of a message: `held-back` waits for a person. */
export type Became = 'check-in' | 'acknowledged' | 'taken' | 'again' | 'held-back'

const finders = new WeakMap<object, Map<string, Finder>>()
const takers = new WeakMap<object, Set<Taker>>()
const keepers = new WeakMap<object, Keeper>()
const intakes = new WeakMap<object, (message: Pick<InboundMessage, 'from' | 'text' | 'at'> & { id: string | null }) => Promise<Became>>()

/**
 * A domain that knows where people are offers to find them: `way` is the member of a target it answers (`nearKm`, `movementsKm`).
 * `app` is the node it runs in. Asked each time an alert with a place goes out.
 */
export function offerRecipients(app: object, way: 'nearKm' | 'movementsKm', find: Finder): void {
  const known = finders.get(app) ?? new Map<string, Finder>()
  known.set(way, find)
  finders.set(app, known)
}

/** Who offered to find them; undefined when nobody did. */
export function finderOf(app: object, way: string): Finder | undefined {
  return finders.get(app)?.get(way)
}

/** Text messages that come in are offered to each in the order they asked, before they are read as an acknowledgement. */
export function offerInbound(app: object, take: Taker): void {
  const known = takers.get(app) ?? new Set<Taker>()
  known.add(take)
  takers.set(app, known)
}

/** Who keeps what nobody takes, for a person to settle: one place a node. */
export function keepUntaken(app: object, keep: Keeper): void {
  keepers.set(app, keep)
}

/** Ask one after the other; the first who takes it has it. Else the first reason given, null when nobody knew the number. */
export async function takenElsewhere(app: object, message: InboundMessage): Promise<Exclude<Taken, null> | null> {
  let held: HeldBack | null = null
  for (const take of takers.get(app) ?? []) {
    const answer = await take(message)
    if (typeof answer === 'string') {
      return answer
    }
    held ??= answer
  }
  return held
}

/** Keep a message nobody took. */
export async function heldBack(app: object, message: InboundMessage, held: HeldBack): Promise<'held-back' | 'again'> {
  return (await keepers.get(app)?.(message, held)) ?? 'held-back'
}

/** Said by the service that reads messages. */
export function offerIntake(app: object, intake: (message: Pick<InboundMessage, 'from' | 'text' | 'at'> & { id: string | null }) => Promise<Became>): void {
  intakes.set(app, intake)
}

/** Hand in a text message, however it came: it goes to the first who knows it, and else is kept. `id` is the gateway's own, null for none. */
export async function handInMessage(app: object, message: Pick<InboundMessage, 'from' | 'text' | 'at'> & { id: string | null }): Promise<Became> {
  const intake = intakes.get(app)
  if (!intake) {
    throw new Error('nobody reads text messages here')
  }
  return intake(message)
}
