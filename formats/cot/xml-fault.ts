import type { CotRead } from './event.ts'

/** Thrown and caught within this folder only. */
export class XmlFault extends Error {
  readonly offset: number
  constructor(reason: string, offset: number) {
    super(reason)
    this.offset = offset
  }
}

/** Runs a reader and answers its fault as a value. */
export function caught<T>(read: () => T): CotRead<T> {
  try {
    return { ok: true, value: read() }
  } catch (error) {
    return refusalOf(error)
  }
}

/** The refusal a fault of this folder stands for; throws what is none. */
export function refusalOf(error: unknown): CotRead<never> {
  if (error instanceof XmlFault) {
    return { ok: false, reason: error.message, offset: error.offset }
  }
  throw error
}
