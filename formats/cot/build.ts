import { element } from './detail.ts'
import type { CotDest } from './facts.ts'
import type { CotElement, CotEvent } from './event.ts'

/** An event with what is usual: no point (0/0 without accuracy) and no detail, holding for `holdsMs` from `now`. */
export function makeEvent(event: Pick<CotEvent, 'uid' | 'type'> & Partial<CotEvent>, now: number, holdsMs: number): CotEvent {
  return {
    how: 'm-g',
    time: now,
    start: now,
    stale: now + holdsMs,
    point: { lat: 0, lon: 0, hae: null, ce: null, le: null },
    access: '',
    qos: '',
    opex: '',
    detail: [],
    extra: null,
    ...event,
  }
}

/** `<marti>` with whom it goes to; nothing for everybody. */
export function martiFor(dests: readonly CotDest[]): CotElement[] {
  return dests.length === 0 ? [] : [element('marti', {}, dests.map((dest) => element('dest', dest)))]
}
