import type { Clock, ClockRule, ClockState, Rung } from '../../core/clock.ts'
import type { Reader } from '../../core/policy.ts'
import type { VigieRecord } from '../../core/record.ts'

/** A step of a clock's ladder that was reached. `id` is the same however often it is told; `earlier` are those of the steps before it since it fell due, the last first. */
export type Crossed = { id: string; earlier: readonly string[]; clock: Clock; rule: ClockRule; rung: Rung; record: VigieRecord }

/** A clock with what its kind says of it. */
export type StandingClock = { clock: Clock; rule: ClockRule }

/** What of the open clocks is asked for. `before`: due before, epoch ms. */
export type ClockQuery = { states?: readonly ClockState[]; kinds?: readonly string[]; before?: number }

/** The deadlines of a node. */
export type Clocks = {
  /**
   * Called when a clock warns, falls due, and at each later step: decided once among all processes of a store. Where a
   * process ends between deciding and telling, another tells it a minute later, so a listener does the same thing once
   * however often it is told, by ids made of `id`. What it throws is logged, and it is told again.
   */
  onCrossed(listener: (crossed: Crossed) => Promise<void>): () => void
  /** Open clocks of records the reader may see: what is overdue first, the latest of them on top, then what is due next, then what stands still. */
  open(reader: Reader, query?: ClockQuery): StandingClock[]
  /** The same as it stood when the node knew what had arrived by `at` (ISO UTC). Throws Problem `invalid-query` for a moment too many changes back. */
  openAt(reader: Reader, at: string, query?: ClockQuery): Promise<StandingClock[]>
  /** Every clock of a record as it stood at `at`, from the record as it stood then; ask only for one the caller was shown. */
  ofRecordAt(record: VigieRecord, at: string): Promise<StandingClock[]>
  /** Every clock of a record, also those met. Ask only for a record the caller may see. */
  ofRecord(record: string): Promise<StandingClock[]>
  /** Kinds that have clocks. */
  kinds(): string[]
  /** What was committed by now is derived. */
  settled(): Promise<void>
  /** Cross what is due now. */
  look(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}
