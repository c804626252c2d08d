import type { Target } from './targets.ts'

/** Somebody another domain knows to tell: an account, a unit, or a contact. */
export type Found = { account?: string; unit?: string; contact?: string; because: string }
/** What an alert says to those who look for people near it. Times epoch ms. */
export type Near = { lon: number; lat: number; at: number; severity: number }
type Finder = (target: Target, near: Near) => Promise<readonly Found[]>

/** A text message that came in, from a number one contact has. The first who answers true has taken it. */
export type InboundMessage = { contact: string; account: string | null; name: string; text: string; at: number }
type Taker = (message: InboundMessage) => Promise<boolean>

const finders = new WeakMap<object, Map<string, Finder>>()
const takers = new WeakMap<object, Set<Taker>>()

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

/** Does another domain take a message that came in? */
export async function takenElsewhere(app: object, message: InboundMessage): Promise<boolean> {
  for (const take of takers.get(app) ?? []) {
    if (await take(message)) {
      return true
    }
  }
  return false
}
