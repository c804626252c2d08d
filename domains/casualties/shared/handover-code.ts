import type { JsonObject } from '../../../core/json.ts'
import { opticalBytes, OpticalCollector, opticalFrames, type OpticalFault } from '../../../formats/optical-frames.ts'
import { validState, type CareState } from './care-state.ts'
import { HANDOVER_WORDS } from './handover-words.ts'

const USE = { mark: 'VM', words: HANDOVER_WORDS }

/** Why what was read cannot be taken over. */
export type HandoverFault = OpticalFault | 'not-a-casualty'
export type HandoverRead = { ok: false; have: number; of: number; fault?: HandoverFault } | { ok: true; state: CareState; /** What the seal stands over, and the seal. */ bytes: Uint8Array; seal: Uint8Array | null }

/** What a screen shows, code after code, so that another device has the casualty as this one does. No name is in it. */
export function handoverFrames(state: CareState, seal: Uint8Array | null = null, body?: number): string[] {
  return opticalFrames(state as unknown as JsonObject, USE, body, seal)
}

/** What a seal of it stands over. */
export function handoverBytes(state: CareState): Uint8Array {
  return opticalBytes(state as unknown as JsonObject, USE)
}

/** Gathers the codes of a hand-over as they are read, in any order. */
export class HandoverCollector {
  #frames = new OpticalCollector(USE)

  /** Numbers of the codes that were read. */
  get parts(): ReadonlySet<number> {
    return this.#frames.parts
  }

  /** Take what a camera read or a person pasted: one code, or several separated by white space. */
  take(text: string): HandoverRead {
    const read = this.#frames.take(text)
    return !read.ok ? read : validState(read.value) ? { ok: true, state: read.value, bytes: read.bytes, seal: read.seal } : { ok: false, have: 0, of: 0, fault: 'not-a-casualty' }
  }
}
