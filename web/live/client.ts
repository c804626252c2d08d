import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { Query } from '../../core/query.ts'
import { canonical } from '../../core/json.ts'
import type { JsonObject } from '../../core/json.ts'
import { noteGone, noteRecords } from '../offline/picture.ts'
import { setServerOffset } from '../time/now.ts'
import { idle, step } from './machine.ts'
import type { Frame, LiveEvent, LiveState } from './machine.ts'

type Listener = (frame: Frame) => void

/** The screen's one live connection: runs the machine's effects on a WebSocket and timers. */
class LiveClient {
  #state: LiveState = idle()
  #socket: WebSocket | null = null
  #retry: ReturnType<typeof setTimeout> | null = null
  #pulse: ReturnType<typeof setInterval> | null = null
  #count = 0
  readonly #watchers = new Set<() => void>()
  readonly #listeners = new Map<string, Listener>()

  get state(): LiveState {
    return this.#state
  }

  watch = (tell: () => void): (() => void) => {
    this.#watchers.add(tell)
    return () => this.#watchers.delete(tell)
  }

  start(): void {
    this.#do({ type: 'start' })
    this.#pulse ??= setInterval(() => this.#do({ type: 'tick' }), 5000)
  }

  stop(): void {
    if (this.#pulse) {
      clearInterval(this.#pulse)
      this.#pulse = null
    }
    if (this.#retry) {
      clearTimeout(this.#retry)
    }
    this.#do({ type: 'stop' })
    this.#listeners.clear()
  }

  /** Data that came by another way says how fresh the picture is, until the link says so itself. */
  noteData(at: number): void {
    this.#do({ type: 'data', at })
  }

  /** Watch a query. Returns how to stop. */
  subscribe(query: Query, listener: Listener): () => void {
    this.#count += 1
    const id = `s${this.#count}`
    this.#listeners.set(id, listener)
    this.#do({ type: 'subscribe', id, query })
    return () => {
      this.#listeners.delete(id)
      this.#do({ type: 'unsubscribe', id })
    }
  }

  /** Open a channel: what is not records. Returns how to close it. */
  open(channel: string, params: JsonObject, listener: Listener): () => void {
    this.#count += 1
    const id = `c${this.#count}`
    this.#listeners.set(id, listener)
    this.#do({ type: 'open', id, channel, params })
    return () => {
      this.#listeners.delete(id)
      this.#do({ type: 'close', id })
    }
  }

  #do(event: LiveEvent): void {
    const { state, effects } = step(this.#state, event, Date.now())
    const changed = state !== this.#state
    this.#state = state
    for (const effect of effects) {
      switch (effect.do) {
        case 'connect':
          this.#connect()
          break
        case 'disconnect':
          this.#socket?.close()
          break
        case 'retry-in':
          this.#retry = setTimeout(() => this.#do({ type: 'retry' }), effect.ms)
          break
        case 'send':
          if (this.#socket?.readyState === WebSocket.OPEN) {
            this.#socket.send(JSON.stringify(effect.frame))
          }
          break
        case 'deliver':
          if (effect.frame.op === 'snapshot') {
            noteRecords(effect.frame.items)
          } else if (effect.frame.op === 'delta') {
            noteRecords(effect.frame.upsert)
            // Why it left is not said: it may be that it may no longer be seen, so it is not kept either.
            noteGone(effect.frame.remove)
          }
          if ('id' in effect.frame && typeof effect.frame.id === 'string') {
            this.#listeners.get(effect.frame.id)?.(effect.frame)
          }
          break
        case 'clock':
          if (Number.isFinite(effect.serverTime)) {
            setServerOffset(effect.serverTime + effect.rtt / 2 - Date.now())
          }
          break
      }
    }
    if (changed) {
      this.#watchers.forEach((tell) => tell())
    }
  }

  #connect(): void {
    const { protocol, host } = window.location
    const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/api/live`)
    this.#socket = socket
    socket.addEventListener('open', () => this.#do({ type: 'opened' }))
    socket.addEventListener('message', (message) => {
      const frame = readFrame(message.data)
      if (frame) {
        this.#do({ type: 'frame', frame })
      }
    })
    socket.addEventListener('close', () => {
      if (this.#socket === socket) {
        this.#socket = null
        this.#do({ type: 'closed', random: Math.random() })
      }
    })
  }
}

function readFrame(data: unknown): Frame | null {
  try {
    const frame: unknown = JSON.parse(String(data))
    return frame && typeof frame === 'object' && 'op' in frame ? (frame as Frame) : null
  } catch {
    return null
  }
}

export const live = new LiveClient()

/** State of the link; re-renders when it changes. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(live.watch, () => live.state)
}

/** Watch a query for as long as the component is on screen; `null` watches nothing. */
export function useLive(query: Query | null, listener: Listener): void {
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  const key = query === null ? null : canonical(query)
  useEffect(() => {
    if (key === null) {
      return undefined
    }
    return live.subscribe(JSON.parse(key) as Query, (frame) => latest.current(frame))
  }, [key])
}

/** What a channel says: its data with `seq` (1: everything, replacing what was there), or why it is not open. */
export type ChannelListener = { data(data: unknown, seq: number): void; refused?(why: string): void }

/** Keep a channel open, through breaks of the link. Returns how to close it. */
export function openChannel(channel: string, params: JsonObject, listener: ChannelListener): () => void {
  return live.open(channel, params, (frame) => {
    if (frame.op === 'channel') {
      listener.data(frame.data, frame.seq)
    } else if (frame.op === 'problem') {
      listener.refused?.(frame.problem.detail ?? frame.problem.title ?? '')
    }
  })
}

/** A channel for as long as the component is on screen; `null` opens nothing. */
export function useChannel(channel: string, params: JsonObject | null, listener: ChannelListener): void {
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  const key = params === null ? null : canonical(params)
  useEffect(() => (key === null ? undefined : openChannel(channel, JSON.parse(key) as JsonObject, { data: (data, seq) => latest.current.data(data, seq), refused: (why) => latest.current.refused?.(why) })), [channel, key])
}
