import type { RecordView } from '../../../../web/face.ts'

/** What `GET /api/feeds` answers of each feed; instants are ISO 8601 in UTC. */
export type FeedStanding = {
  id: string
  ref: string | null
  handling: RecordView['handling']
  name: string
  codec: string
  transport: Transport
  technology: string
  enabled: boolean
  address: string | null
  port: number | null
  version: number
  state: FeedState
  since: string
  because: string | null
  permit: { reason: string; params: Record<string, string> }
  detail: string | null
  nextTry: string | null
  newest: string | null
  arrived: string | null
  connections: number
  hour: Count
  total: Count
  refusedBy: Reason[]
  badBy: Reason[]
  nothing: number
  quarantined: number
  recordedBytes: number
  elsewhere: boolean
  mayEdit: boolean
  silentAfterS: number
  recordMb: number
  mostPerSecond: number
  newcomers: { hour: number; day: number; mostHour: number; mostDay: number }
}
export type Count = { in: number; refused: number; bad: number }
export type Reason = { reason: string; count: number }
export type FeedState = 'off' | 'elsewhere' | 'no-consent' | 'no-codec' | 'reconnecting' | 'clock-wrong' | 'silent' | 'refusing' | 'waiting' | 'running'
export type Transport = 'tcp-server' | 'tcp-client' | 'udp' | 'multicast' | 'serial' | 'file' | 'http-poll' | 'http-push' | 'websocket' | 'mqtt' | 'simulator'
export type FeedList = { items: FeedStanding[]; total: number; codecs: string[]; transports: Transport[]; now: string; process: { here: boolean; name: string | null } }
export type Replay = { recording: string; speed: number; startedAt: string; pieces: number; heard: number; bad: number; at: string | null }
export type FeedDetail = FeedStanding & { options: Record<string, unknown>; note: string | null; changes: { state: FeedState; at: string; because: string | null }[]; replay: Replay | null; hasSecret: boolean }
export type Unreadable = { id: number; at: string; from: string; reason: string; size: number; topic: string | null; hex: string; text: string }

/** Which lamp a state lights: what needs somebody first. */
export const LAMP: Record<FeedState, 'ok' | 'warning' | 'critical' | 'off'> = {
  'off': 'off', 'elsewhere': 'off', 'no-consent': 'warning', 'no-codec': 'critical', 'reconnecting': 'critical', 'clock-wrong': 'critical', 'silent': 'critical', 'refusing': 'warning', 'waiting': 'warning', 'running': 'ok',
}

/** Worst first, then by name. */
export function byNeed(a: FeedStanding, b: FeedStanding): number {
  const order = ['critical', 'warning', 'ok', 'off']
  return order.indexOf(LAMP[a.state]) - order.indexOf(LAMP[b.state]) || a.name.localeCompare(b.name)
}

/** Bytes as hexadecimal rows of sixteen with their text beside: `0000  24 47 50 …  $GP…`. */
export function hexRows(hex: string): string {
  const rows: string[] = []
  for (let at = 0; at < hex.length; at += 32) {
    const pairs = hex.slice(at, at + 32).match(/../g) ?? []
    const text = pairs.map((pair) => Number.parseInt(pair, 16)).map((byte) => (byte > 31 && byte < 127 ? String.fromCodePoint(byte) : '·')).join('')
    rows.push(`${(at / 2).toString(16).padStart(4, '0')}  ${pairs.join(' ').padEnd(47)}  ${text}`)
  }
  return rows.join('\n')
}
