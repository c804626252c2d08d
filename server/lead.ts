import os from 'node:os'
import type { FastifyBaseLogger } from 'fastify'
import type { Claim } from './store/claim.ts'

/** The claim of the process that has the feeds, the devices, the fences and the history of positions. */
const LIVE = 'live'

/**
 * Whether this process keeps the live picture: of several on one database one does. `held` is true from the start where nobody else
 * has it, and after a take-over once everything in `onGain` is done.
 */
export type Lead = {
  readonly held: boolean
  /** Who keeps it, as `host:process`; null while that is not known. */
  readonly holder: string | null
  /** Done in turn when it is taken over, before the feeds open. */
  onGain(work: () => Promise<void>): void
  /** Done in turn when it is lost: what is open must stop. */
  onLose(work: () => Promise<void> | void): void
  /** Called after either. Answers how to stop listening. */
  onChange(listener: () => void): () => void
  close(): Promise<void>
}

/** Take the lead if it is free, else wait for it. */
export async function takeLead(store: { claim(name: string, who: string): Promise<Claim> }, log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>): Promise<Lead> {
  const who = `${os.hostname().slice(0, 40)}:${process.pid}`
  const claim = await store.claim(LIVE, who)
  const gains: (() => Promise<void>)[] = []
  const losses: (() => Promise<void> | void)[] = []
  const listeners = new Set<() => void>()
  let held = claim.held
  let turn: Promise<void> = Promise.resolve()
  const all = async (works: readonly (() => Promise<void> | void)[]): Promise<void> => {
    for (const work of works) {
      try {
        await work()
      } catch (error) {
        log.error({ err: error }, 'the live picture was not handed over whole')
      }
    }
  }
  const tell = (): void => listeners.forEach((listener) => listener())
  /** Something of it has been taken over, so that it must be handed on. */
  let begun = held
  const gain = async (): Promise<void> => {
    if (!claim.held || held) {
      return
    }
    begun = true
    log.info({ who }, 'this process takes over the live picture')
    await all(gains)
    if (claim.held) {
      held = true
      tell()
    }
  }
  const lose = async (): Promise<void> => {
    if (begun && !claim.held) {
      begun = false
      await all(losses)
    }
  }
  const stop = claim.onChange(() => {
    if (claim.held) {
      turn = turn.then(gain)
      return
    }
    if (held) {
      log.warn({ who }, 'another process keeps the live picture, or the database cannot be reached: feeds are closed here')
    }
    // Nothing more is taken from this moment; what is open is closed in its turn.
    held = false
    turn = turn.then(lose)
    tell()
  })
  return {
    get held() {
      return held
    },
    get holder() {
      return claim.holder
    },
    onGain: (work) => void gains.push(work),
    onLose: (work) => void losses.push(work),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      stop()
      listeners.clear()
      await turn
      await claim.close()
    },
  }
}
