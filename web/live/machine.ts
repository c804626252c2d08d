import type { JsonObject } from '../../core/json.ts'
import type { Query } from '../../core/query.ts'
import type { RecordView } from '../api/types.ts'

/** One thing a screen watches. */
export type Subscription = { id: string; query: Query; /** Position seen last; null before the first snapshot. */ position: number | null }

/** A stream of what is not records that a screen has open; opened again, from its beginning, whenever the link comes back. */
export type OpenChannel = { id: string; channel: string; params: JsonObject }

export type LiveState = {
  link: 'off' | 'connecting' | 'open' | 'waiting'
  /** Failed attempts in a row. */
  attempts: number
  /** Round trip in ms, smoothed; null until measured. */
  rtt: number | null
  /** When the last frame of any sort arrived (epoch ms), null before. */
  heardAt: number | null
  /** Server time of the newest data, epoch ms. */
  dataAt: number | null
  /** Updates replaced by a newer one of the same record because this screen was slow. */
  coalesced: number
  subscriptions: Record<string, Subscription>
  channels: Record<string, OpenChannel>
}

/** Frames from the node, as far as the client reads them. */
export type Frame =
  | { op: 'snapshot'; id: string; position: number; total: number; items: RecordView[] }
  | { op: 'delta'; id: string; position: number; seq: number; upsert: RecordView[]; remove: string[]; total: number }
  /** `seq` is 1 for the first frame after opening, which holds everything. */
  | { op: 'channel'; id: string; seq: number; data: unknown }
  | { op: 'heartbeat'; position: number; serverTime: string; dataAt: string | null; coalesced?: number }
  | { op: 'pong'; t: number; serverTime: string }
  | { op: 'problem'; id?: string | null; problem: { title?: string; detail?: string; status?: number } }

export type LiveEvent =
  | { type: 'start' }
  | { type: 'stop' }
  | { type: 'opened' }
  | { type: 'closed'; random: number }
  | { type: 'retry' }
  | { type: 'tick' }
  | { type: 'subscribe'; id: string; query: Query }
  | { type: 'unsubscribe'; id: string }
  | { type: 'open'; id: string; channel: string; params: JsonObject }
  | { type: 'close'; id: string }
  | { type: 'frame'; frame: Frame }
  /** Data of this age was read another way. */
  | { type: 'data'; at: number }

export type Effect =
  | { do: 'connect' }
  | { do: 'disconnect' }
  | { do: 'retry-in'; ms: number }
  | { do: 'send'; frame: Record<string, unknown> }
  | { do: 'deliver'; frame: Frame }
  | { do: 'clock'; serverTime: number; rtt: number }

/** Silence after which a link is taken for dead: three missed heartbeats. */
export const SILENCE_MS = 15_000
const LONGEST_WAIT = 30_000

/** A live client that has not started. */
export function idle(): LiveState {
  return { link: 'off', attempts: 0, rtt: null, heardAt: null, dataAt: null, coalesced: 0, subscriptions: {}, channels: {} }
}

/** Wait before the n-th attempt: doubling from half a second to 30 s, halved at random so that screens do not return in step. */
export function backoff(attempts: number, random: number): number {
  const full = Math.min(LONGEST_WAIT, 500 * 2 ** Math.max(0, attempts - 1))
  return Math.round(full * (0.5 + random / 2))
}

/** The next state and what to do about it. Pure: sockets and timers belong to the caller. */
export function step(state: LiveState, event: LiveEvent, now: number): { state: LiveState; effects: Effect[] } {
  switch (event.type) {
    case 'start':
      return state.link === 'off' ? { state: { ...state, link: 'connecting' }, effects: [{ do: 'connect' }] } : { state, effects: [] }
    case 'stop':
      return { state: idle(), effects: [{ do: 'disconnect' }] }
    case 'opened':
      return {
        state: { ...state, link: 'open', attempts: 0, heardAt: now },
        effects: [...Object.values(state.subscriptions).map(hello), ...Object.values(state.channels).map(begin), { do: 'send', frame: { op: 'ping', t: now } }],
      }
    case 'closed': {
      if (state.link === 'off') {
        return { state, effects: [] }
      }
      const attempts = state.attempts + 1
      return { state: { ...state, link: 'waiting', attempts, rtt: null }, effects: [{ do: 'retry-in', ms: backoff(attempts, event.random) }] }
    }
    case 'retry':
      return state.link === 'waiting' ? { state: { ...state, link: 'connecting' }, effects: [{ do: 'connect' }] } : { state, effects: [] }
    case 'tick':
      return tick(state, now)
    case 'subscribe': {
      const subscription: Subscription = { id: event.id, query: event.query, position: null }
      const next = { ...state, subscriptions: { ...state.subscriptions, [event.id]: subscription } }
      return { state: next, effects: state.link === 'open' ? [hello(subscription)] : [] }
    }
    case 'unsubscribe': {
      const { [event.id]: gone, ...rest } = state.subscriptions
      return { state: { ...state, subscriptions: rest }, effects: gone && state.link === 'open' ? [{ do: 'send', frame: { op: 'unsubscribe', id: event.id } }] : [] }
    }
    case 'open': {
      const channel: OpenChannel = { id: event.id, channel: event.channel, params: event.params }
      return { state: { ...state, channels: { ...state.channels, [event.id]: channel } }, effects: state.link === 'open' ? [begin(channel)] : [] }
    }
    case 'close': {
      const { [event.id]: gone, ...rest } = state.channels
      return { state: { ...state, channels: rest }, effects: gone && state.link === 'open' ? [{ do: 'send', frame: { op: 'close', id: event.id } }] : [] }
    }
    case 'data':
      return { state: state.link !== 'off' && event.at > (state.dataAt ?? 0) ? { ...state, dataAt: event.at } : state, effects: [] }
    case 'frame':
      return hear({ ...state, heardAt: now }, event.frame, now)
  }
}

function hello(subscription: Subscription): Effect {
  const { id, query, position } = subscription
  return { do: 'send', frame: position === null ? { op: 'subscribe', id, query } : { op: 'resume', id, query, from: position } }
}

function begin({ id, channel, params }: OpenChannel): Effect {
  return { do: 'send', frame: { op: 'open', id, channel, params } }
}

function tick(state: LiveState, now: number): { state: LiveState; effects: Effect[] } {
  if (state.link !== 'open') {
    return { state, effects: [] }
  }
  if (state.heardAt !== null && now - state.heardAt > SILENCE_MS) {
    // The socket may believe it is open for minutes on a dead link; closing it starts the way back.
    return { state, effects: [{ do: 'disconnect' }] }
  }
  return { state, effects: [{ do: 'send', frame: { op: 'ping', t: now } }] }
}

function hear(state: LiveState, frame: Frame, now: number): { state: LiveState; effects: Effect[] } {
  switch (frame.op) {
    case 'heartbeat':
      return {
        state: { ...state, dataAt: Math.max(frame.dataAt ? Date.parse(frame.dataAt) : 0, state.dataAt ?? 0) || null, coalesced: frame.coalesced ?? state.coalesced, subscriptions: movedTo(state.subscriptions, frame.position) },
        effects: [],
      }
    case 'pong': {
      const sample = Math.max(0, now - frame.t)
      const rtt = state.rtt === null ? sample : Math.round(state.rtt * 0.7 + sample * 0.3)
      return { state: { ...state, rtt }, effects: [{ do: 'clock', serverTime: Date.parse(frame.serverTime), rtt: sample }] }
    }
    case 'snapshot':
    case 'delta': {
      const known = state.subscriptions[frame.id]
      if (!known) {
        return { state, effects: [] }
      }
      if (frame.op === 'delta' && known.position !== null && frame.position < known.position) {
        // Older than what is on screen: a late frame after a resume.
        return { state, effects: [] }
      }
      return { state: { ...state, subscriptions: { ...state.subscriptions, [frame.id]: { ...known, position: frame.position } } }, effects: [{ do: 'deliver', frame }] }
    }
    case 'channel':
      return { state, effects: frame.id in state.channels ? [{ do: 'deliver', frame }] : [] }
    case 'problem':
      return { state, effects: [{ do: 'deliver', frame }] }
  }
}

/** A heartbeat says all earlier deltas were sent; frames arrive in order, so positions may follow. */
function movedTo(subscriptions: LiveState['subscriptions'], position: number): LiveState['subscriptions'] {
  const out: LiveState['subscriptions'] = {}
  for (const [id, s] of Object.entries(subscriptions)) {
    out[id] = s.position !== null && position > s.position ? { ...s, position } : s
  }
  return out
}

/** What the indicator says: 4 bars good … 0 none. */
export function bars(state: Pick<LiveState, 'link' | 'rtt'>): 0 | 1 | 2 | 3 | 4 {
  if (state.link !== 'open') {
    return 0
  }
  if (state.rtt === null || state.rtt < 150) {
    return 4
  }
  return state.rtt < 400 ? 3 : state.rtt < 1000 ? 2 : 1
}
