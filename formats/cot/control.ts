import { makeEvent } from './build.ts'
import { attr, attrBoolean, attrNumber, element, part } from './detail.ts'
import type { CotElement, CotEvent } from './event.ts'
import { linksOf } from './facts.ts'

/** The messages that keep a connection: which protocol is spoken, whether the other is there, what is to be deleted. */

const MINUTE = 60_000

/** What a control message says. */
export type CotControl =
  | { what: 'offers'; versions: number[] }
  | { what: 'requests'; version: number }
  | { what: 'answers'; accepted: boolean }
  | { what: 'ping' }
  | { what: 'pong' }
  /** `uid` is what is no longer there. */
  | { what: 'delete'; uid: string; /** Also where somebody kept it. */ forced: boolean }

/** Reads a `t-x-…` event; null when it is none of these or says nothing usable. */
export function controlOf(event: CotEvent): CotControl | null {
  const control = part(event.detail, 'TakControl')
  switch (event.type) {
    case 't-x-c-t': return { what: 'ping' }
    case 't-x-c-t-r': return { what: 'pong' }
    case 't-x-d-d': {
      const uid = linksOf(event).find((link) => link.uid !== '')?.uid
      return uid === undefined ? null : { what: 'delete', uid, forced: part(event.detail, '__forcedelete') !== null }
    }
    case 't-x-takp-v': {
      const versions = (control?.nodes ?? []).flatMap((node) => (typeof node !== 'string' && node.name === 'TakProtocolSupport' ? [attrNumber(node, 'version')] : [])).filter((version) => version !== null)
      return { what: 'offers', versions }
    }
    case 't-x-takp-q': {
      const version = attrNumber(control && part(control.nodes, 'TakRequest'), 'version')
      return version === null ? null : { what: 'requests', version }
    }
    case 't-x-takp-r': {
      const response = control && part(control.nodes, 'TakResponse')
      return response ? { what: 'answers', accepted: attrBoolean(response, 'status') === true } : null
    }
    default: return null
  }
}

/** What the server can speak besides XML; sent once. `uid` is that of the exchange, which the client uses again. */
export function protocolOffer(uid: string, now: number): CotEvent {
  return makeEvent({ uid, type: 't-x-takp-v', detail: [element('TakControl', {}, [element('TakProtocolSupport', { version: 1 })])] }, now, MINUTE)
}

/** What a client answers to an offer. */
export function protocolRequest(uid: string, version: number, now: number): CotEvent {
  return makeEvent({ uid, type: 't-x-takp-q', detail: [element('TakControl', {}, [element('TakRequest', { version })])] }, now, MINUTE)
}

/** Yes or no to a request; after a yes both sides speak the other protocol. */
export function protocolAnswer(uid: string, accepted: boolean, now: number): CotEvent {
  return makeEvent({ uid, type: 't-x-takp-r', detail: [element('TakControl', {}, [element('TakResponse', { status: accepted })])] }, now, MINUTE)
}

export function ping(uid: string, now: number): CotEvent {
  return makeEvent({ uid, type: 't-x-c-t' }, now, MINUTE)
}

export function pong(now: number): CotEvent {
  return makeEvent({ uid: 'takPong', type: 't-x-c-t-r', how: 'h-g-i-g-o' }, now, MINUTE)
}

/** Takes something off the map of a client; `type` is what it was. */
export function deleteEvent(options: { uid: string; target: string; type: string; forced?: boolean }, now: number): CotEvent {
  return makeEvent({
    uid: options.uid,
    type: 't-x-d-d',
    detail: [element('link', { uid: options.target, relation: 'p-p', type: options.type }), ...(options.forced === true ? [element('__forcedelete')] : [])],
  }, now, MINUTE)
}

/** What an `<auth>` message claims. The password is a secret: never log it. */
export function authOf(root: CotElement): { username: string; password: string; uid: string } | null {
  const cot = root.name === 'auth' ? part(root.nodes, 'cot') : null
  return cot && { username: attr(cot, 'username') ?? '', password: attr(cot, 'password') ?? '', uid: attr(cot, 'uid') ?? '' }
}
