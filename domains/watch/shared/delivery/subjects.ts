import type { Text } from '../../../../core/i18n.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import type { Alert } from '../alert.ts'
import type { Channel, Target } from './targets.ts'

/** A file that goes with a letter. */
export type Attachment = { name: string; type: string; bytes: Uint8Array }

/**
 * What a notice says of a record that is no alert. `head` is the kind of thing it is, `path` its page on the node. `files` is
 * asked for a letter alone, and only where the channel may carry the words of the record.
 */
export type Subject = { severity: 1 | 2 | 3 | 4 | 5; drill: boolean; at: string; head: Text; title: Text; text?: Text; path: string; files?(): Promise<readonly Attachment[]> }

/** What delivery asks of whatever a notice is about. */
export type Tellable = Pick<Alert, 'rule' | 'severity' | 'sos' | 'drill' | 'place' | 'at' | 'title' | 'text'>

type Describe = (record: VigieRecord) => Subject | null
/** `afterMinutes` names the step: the same step tells the same person once. */
export type Telling = { record: VigieRecord; to: readonly Target[]; afterMinutes: number; channels?: readonly Channel[] }
type Teller = { tell(telling: Telling): Promise<void>; read(record: string, account: string): Promise<void> }

const described = new WeakMap<object, Map<string, Describe>>()
const tellers = new WeakMap<object, Teller>()

/** A domain offers words for notices about a kind of its own; null: there is nothing to say of it any more. `app` is the node it runs in. */
export function offerSubject(app: object, kind: string, describe: Describe): void {
  const known = described.get(app) ?? new Map<string, Describe>()
  known.set(kind, describe)
  described.set(app, known)
}

/** What is said of a record that is no alert; null when nobody offered words for it, or nothing is to be said any more. */
export function subjectOf(app: object, record: VigieRecord): Subject | null {
  return described.get(app)?.get(record.kind)?.(record) ?? null
}

/** The record as delivery asks of it: an alert says it itself. Null when nothing is to be told of it. */
export function tellableOf(app: object, record: VigieRecord): Tellable | null {
  if (record.kind === 'alert') {
    return record.data as unknown as Alert
  }
  const subject = subjectOf(app, record)
  return subject && { rule: record.kind, severity: subject.severity, at: subject.at, title: subject.title as Alert['title'], ...(subject.drill ? { drill: true as const } : {}), ...(subject.text ? { text: subject.text as NonNullable<Alert['text']> } : {}) }
}

/** The delivery of a node, for as long as it runs. */
export function offerTeller(app: object, teller: Teller | null): void {
  if (teller) {
    tellers.set(app, teller)
  } else {
    tellers.delete(app)
  }
}

/**
 * Tell people of a record by the channels that are in service: a `notice` record (facet `alert` is the record's id) for each
 * recipient and channel, attempted, counted and receipted as for alerts; nobody who may not read the record, and of a drill only
 * those who take part. Telling it again does nothing. Answers whether a delivery runs here.
 */
export async function tellPeople(app: object, telling: Telling): Promise<boolean> {
  const teller = tellers.get(app)
  await teller?.tell(telling)
  return teller !== undefined
}

/** A recipient has read the record itself: their receipts say so, and what waits for them is not sent. */
export async function noticesRead(app: object, record: string, account: string): Promise<void> {
  await tellers.get(app)?.read(record, account)
}
