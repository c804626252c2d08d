import { ALL_ROOMS, type Message } from '../../shared/message.ts'

/** Uids of people in Vigie who write to devices begin so. */
const VIGIE_UID = 'VIGIE-'

/** Teams of TAK, whose rooms are addressed by their names as a person is by a callsign. */
const TEAMS: ReadonlySet<string> = new Set(['White', 'Yellow', 'Orange', 'Magenta', 'Red', 'Maroon', 'Purple', 'Dark Blue', 'Blue', 'Cyan', 'Teal', 'Green', 'Dark Green', 'Brown'])

/** A message as the page shows it. Times epoch ms. */
export type Line = { id: string; ref: string; at: number; mine: boolean; from: string; text: string; delivered: string[]; read: string[]; withdrawn: boolean }
/** Who can be written to: `null` for everybody in the room. */
export type Addressee = { uid: string; name: string }
/** Everything that was said in one place: a room of a feed, or between two. */
export type Thread = {
  key: string
  kind: 'all' | 'room' | 'direct'
  /** Record of the feed, null where none was said. */
  feed: string | null
  name: string
  /** The other party of a direct thread the reader is part of. */
  to: Addressee | null
  /** Newest last. */
  lines: Line[]
}
export type Source = { id: string; ref: string; data: Message; withdrawn: boolean }

/** Messages, in any order, as threads with the one last written in first. `me` is the reader's account. */
export function threadsOf(messages: readonly Source[], me: string): Thread[] {
  const names = new Map<string, string>()
  for (const { data } of messages) {
    if (data.from.callsign !== undefined) {
      names.set(data.from.uid, data.from.callsign)
    }
  }
  const threads = new Map<string, Thread>()
  for (const { id, ref, data, withdrawn } of messages) {
    const mine = isMine(data, me)
    const thread = threadOf(data, me, mine, names)
    const known = threads.get(thread.key) ?? thread
    threads.set(thread.key, known)
    // What came last says by which uid the other is reached.
    known.to ??= thread.to
    const receipts = data.receipts ?? []
    const said = (one: (typeof receipts)[number]): string => one.callsign ?? names.get(one.uid) ?? one.uid
    known.lines.push({
      id, ref, at: Date.parse(data.sentAt), mine, from: data.from.callsign ?? data.from.uid, text: data.text, withdrawn,
      delivered: receipts.filter((one) => one.deliveredAt !== undefined || one.readAt !== undefined).map(said), read: receipts.filter((one) => one.readAt !== undefined).map(said),
    })
  }
  for (const thread of threads.values()) {
    thread.lines.sort((a, b) => a.at - b.at)
  }
  return [...threads.values()].sort((a, b) => (b.lines.at(-1)?.at ?? 0) - (a.lines.at(-1)?.at ?? 0))
}

/** Lines of others after the last that was looked at. */
export function unreadOf(thread: Thread, seenAt: number): number {
  return thread.lines.filter((line) => !line.mine && !line.withdrawn && line.at > seenAt).length
}

/** The key of a direct thread with somebody. */
export function directKey(feed: string | null, uid: string, name: string): string {
  return `d ${feed ?? ''} ${name || uid}`
}

/** Written here by the reader; what a device of theirs says stands under its callsign. */
const isMine = (data: Message, me: string): boolean => data.from.uid === VIGIE_UID + me

function threadOf(data: Message, me: string, mine: boolean, names: ReadonlyMap<string, string>): Thread {
  const feed = data.feed ?? null
  const base = { feed, lines: [] }
  const [first] = data.to ?? []
  if (first === undefined || (TEAMS.has(data.room) && data.to?.includes(data.room) === true)) {
    return { ...base, key: `r ${feed ?? ''} ${data.room}`, kind: data.room === ALL_ROOMS ? 'all' : 'room', name: data.room, to: null }
  }
  const from = { uid: data.from.uid, name: data.from.callsign ?? data.from.uid }
  const to = { uid: first, name: names.get(first) ?? first }
  const forMe = data.to?.includes(VIGIE_UID + me) === true
  if (mine || forMe) {
    const other = mine ? to : from
    return { ...base, key: directKey(feed, other.uid, other.name), kind: 'direct', name: other.name, to: other }
  }
  const both = [from.name, ...(data.to ?? []).map((one) => names.get(one) ?? one)].toSorted((a, b) => a.localeCompare(b)).join(' – ')
  return { ...base, key: `o ${feed ?? ''} ${both}`, kind: 'direct', name: both, to: null }
}
