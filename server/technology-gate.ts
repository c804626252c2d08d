import type { JsonObject } from '../core/json.ts'
import { Problem } from '../core/problem.ts'
import type { VigieRecord } from '../core/record.ts'
import { SYSTEM } from './auth/reader.ts'
import { missionDay, missionOf } from './http/mission.ts'
import type { Store } from './store/face.ts'

/** How a domain says whether a technology may run: which kind holds the register, and the rule itself. */
export type Register = {
  kind: string
  code(data: JsonObject): string
  /** `data` null: not in the register. `today` is YYYY-MM-DD in mission time. */
  permit(data: JsonObject | null, today: string): Verdict
}

/** `reason` and `params` are for readers in any language, `because` says the same in English. */
type Verdict = { valid: boolean; reason: string; params: Record<string, string>; because: string }

export type TechnologyPermit = Verdict & { code: string }

/**
 * Consent and due diligence at run time. The register is kept in memory and follows each commit, so that a
 * withdrawal binds with the commit that records it and an expiry with the change of day; nothing is asked
 * only once at start.
 */
export type TechnologyGate = {
  /** May it run now? Throws Problem `no-consent` saying why not. */
  allow(code: string): void
  /** Run something only while it may; the one way feeds and models are started. */
  run<T>(code: string, work: () => T): T
  /** Called when a technology that could run no longer may: supervisors stop it. Answers how to stop listening. */
  onWithdrawn(listener: (code: string, because: string) => void): () => void
  permits(): TechnologyPermit[]
  close(): void
}

/** How often expiry is looked at; a day ends at most this long before a running technology stops. */
const LOOK_MS = 30_000

/** Load the register and follow it. `clock` is epoch ms. */
export async function createTechnologyGate(store: Store, register: Register, clock: () => number): Promise<TechnologyGate> {
  const entries = new Map<string, VigieRecord>()
  let mission = await missionOf(store)
  const listeners = new Set<(code: string, because: string) => void>()
  let valid = new Set<string>()

  const dataOf = (code: string): JsonObject | null => {
    const found = [...entries.values()].filter((record) => register.code(record.data) === code && !['merged', 'retracted'].includes(record.workflow))
    // Two entries for one technology: the newer decides, whatever it says.
    return found.sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id))[0]?.data ?? null
  }
  const permitOf = (code: string): Verdict => register.permit(dataOf(code), missionDay(mission, clock()))
  const codes = (): string[] => [...new Set([...entries.values()].map((record) => register.code(record.data)))].sort()
  const look = (): void => {
    const now = new Set(codes().filter((code) => permitOf(code).valid))
    const gone = [...valid].filter((code) => !now.has(code))
    valid = now
    for (const code of gone) {
      const { because } = permitOf(code)
      listeners.forEach((listener) => listener(code, because))
    }
  }

  for await (const seen of store.stream(SYSTEM, { kind: register.kind, workflow: ['draft', 'submitted', 'returned', 'approved', 'merged', 'retracted'] })) {
    entries.set(seen.record.id, seen.record)
  }
  look()
  const stop = store.onCommit((batch) => {
    let touched = false
    for (const { record } of batch.changes) {
      if (record.kind === register.kind) {
        entries.set(record.id, record)
        touched = true
      } else if (record.kind === 'mission') {
        mission = record.data as unknown as typeof mission
        touched = true
      }
    }
    if (touched) {
      look()
    }
  })
  const timer = setInterval(look, LOOK_MS)
  timer.unref()

  const allow = (code: string): void => {
    const permit = permitOf(code)
    if (!permit.valid) {
      throw new Problem('no-consent', `${code} may not run: ${permit.because}. Record host-state consent and due diligence in the technology register`, { extra: { technology: code, because: permit.because } })
    }
  }
  return {
    allow,
    run(code, work) {
      allow(code)
      return work()
    },
    onWithdrawn(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    permits: () => codes().map((code) => ({ code, ...permitOf(code) })),
    close() {
      clearInterval(timer)
      stop()
      listeners.clear()
    },
  }
}
