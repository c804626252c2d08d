import type { JsonObject } from '../../core/json.ts'
import type { PastAction } from '../../server/jobs/load-sample.ts'
import { ALL_MISSION, type Handling } from '../../core/handling.ts'
import type { CallList, Cir } from '../../domains/watchlog/shared/cir.ts'
import type { Crisis } from '../../domains/watchlog/shared/crisis.ts'
import type { LogEntry } from '../../domains/watchlog/shared/entry.ts'
import type { Order } from '../../domains/watchlog/shared/order.ts'
import type { WatchShift } from '../../domains/watchlog/shared/shift.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const inside: Handling = { level: 'C', compartments: [], owner: 'MISSION', releasableTo: [ALL_MISSION], caveats: [] }

/** A severe record of the last days, which woke somebody. */
export type Severe = { id: string; ref: string; createdAt: string; handling: Handling; area: string | null }

/** Two watches with their lines, requirements, a call list that was worked off, orders, and a crisis that is over. */
export function* watchFloor(now: number, severe: Severe | null): Generator<PastAction> {
  yield* requirements(now, severe)
  yield* crisis(now)
  yield* watches(now)
  yield* orders(now)
}

type Said = Omit<LogEntry, 'log' | 'at' | 'n' | 'done' | 'voided' | 'due'> & { due?: number }

function* watches(now: number): Generator<PastAction> {
  const change = now - 2 * HOUR
  const night: WatchShift = { desk: 'JOC', name: 'Night', from: iso(now - 14 * HOUR), until: iso(change), officers: [{ name: 'Maj. A. Oduya', duty: 'Duty officer', callsign: 'ZERO' }, { name: 'Sgt. L. Prandi', duty: 'Assistant' }], weather: 'Cloud from 0400Z, rain in the north, visibility 5 km', comms: 'HF with Sector East weak after 0200Z; satellite phone works', aircraft: 'One helicopter at readiness 60 min, one in maintenance', notes: 'Daily report released 0728' }
  yield past('watch-night', 'watch-shift', 'create', now - 14 * HOUR, null, { data: night as unknown as JsonObject, handling: inside })
  yield* lines('watch-night', now - 14 * HOUR, [
    [2, { way: 'NOTE', text: 'Watch taken over. Radio check with all sectors: all answer but Sector East on HF.' }],
    [16, { way: 'IN', means: 'RADIO', from: 'K21', to: 'ZERO', callsign: 'K21', text: 'Night patrol left the base, four vehicles, back at 2300Z' }],
    [55, { way: 'IN', means: 'PHONE', from: 'Level 2 hospital', to: 'JOC', text: 'Theatre out of use until 0600Z, generator change', action: 'Tell casualty coordination and aviation', actionBy: 'Assistant', due: 75 }, 'Both told by phone'],
    [58, { way: 'OUT', means: 'PHONE', from: 'JOC', to: 'CASEVAC coordination', text: 'Theatre of Level 2 out of use until 0600Z' }],
    [131, { way: 'IN', means: 'SMS', from: 'Community liaison, Talmé', to: 'JOC', text: 'Shots heard west of the market, nobody knows by whom', action: 'Ask the battalion for a patrol at first light', actionBy: 'Duty officer', due: 180 }, 'Battalion sends K31 at 0500Z'],
    [140, { way: 'OUT', means: 'RADIO', from: 'ZERO', to: 'K31', callsign: 'K31', text: 'Warning order: check the market of Talmé at first light' }],
    [205, { way: 'IN', means: 'RADIO', from: 'K21', to: 'ZERO', callsign: 'K21', text: 'Bridge at the mill passable for light vehicles only', action: 'Mark the route', actionBy: 'Movement control', due: 300 }, 'Route marked amber'],
    [206, { way: 'IN', means: 'RADIO', from: 'K12', to: 'ZERO', text: 'Entered by mistake' }],
    [262, { way: 'IN', means: 'RADIO', from: 'K21', to: 'ZERO', callsign: 'K21', text: 'Back at the base, nothing further' }],
    [420, { way: 'IN', means: 'EMAIL', from: 'Security operations', to: 'JOC', text: 'Staff movement list for tomorrow, 14 vehicles' }],
    [566, { way: 'IN', means: 'RADIO', from: 'K31', to: 'ZERO', callsign: 'K31', text: 'Market of Talmé quiet, traders say shots were a wedding' }],
    [640, { way: 'IN', means: 'PHONE', from: 'Camp administration', to: 'JOC', text: 'Water truck for the northern camp late', action: 'Find another truck', actionBy: 'Logistics', due: 1140 }, null],
    [700, { way: 'NOTE', text: 'Hand-over sheet ready' }],
  ])
  yield past('watch-night-8-void', 'log-entry', 'void', now - 14 * HOUR + 208 * MINUTE, 1, {}, 'Belongs to the log of Sector North', 'watch-night-8')
  const signed = { sheet: { at: iso(change - 5 * MINUTE), entries: 13, parts: { actions: { total: 1, items: [{ id: 'watch-night-12', ref: logRef(now, 12 + CRISIS_LINES.length), kind: 'log-entry', due: iso(now - 14 * HOUR + 1140 * MINUTE), state: 'open' }] }, alerts: { total: 0, items: [] } } }, signedOut: { by: 'sample-night', role: 'JOC-DO', at: iso(change - 5 * MINUTE) }, signedIn: { by: 'sample-day', role: 'JOC-DO', at: iso(change) } }
  yield past('watch-night-handed', 'watch-shift', 'edit', change, 1, { fields: signed as unknown as JsonObject }, null, 'watch-night')
  const day: WatchShift = { desk: 'JOC', name: 'Day', from: iso(change), until: iso(change + 12 * HOUR), officers: [{ name: 'Capt. R. Senna', duty: 'Duty officer', callsign: 'ZERO' }], weather: 'Rain in the north until noon', comms: 'All nets answer', aircraft: 'Two helicopters at readiness 30 min', previous: 'watch-night' }
  yield past('watch-day', 'watch-shift', 'create', change, null, { data: day as unknown as JsonObject, handling: inside })
  yield* lines('watch-day', change, [
    [1, { way: 'NOTE', text: 'Watch taken over from Maj. Oduya. Radio check: all stations answer.' }],
    [12, { way: 'IN', means: 'RADIO', from: 'K31', to: 'ZERO', callsign: 'K31', text: 'Convoy of five fuel trucks ready at the depot', action: 'Clear the convoy', actionBy: 'Movement control', due: 40 }, 'Cleared, route green'],
    [34, { way: 'IN', means: 'SENSOR', from: 'Acoustic post 4', to: 'JOC', text: 'Two single shots, direction 070, distance unknown' }],
    [48, { way: 'OUT', means: 'RADIO', from: 'ZERO', to: 'K12', callsign: 'K12', text: 'Look at the area east of acoustic post 4', action: 'Report what was found', actionBy: 'K12', due: 420 }, null],
    [71, { way: 'IN', means: 'IN-PERSON', from: 'Police liaison', to: 'JOC', text: 'Demonstration announced for tomorrow 0900Z at the governorate' }],
    [96, { way: 'IN', means: 'PHONE', from: 'Level 2 hospital', to: 'JOC', text: 'Theatre works again' }],
  ])
}

/** Lines of a log, minutes after its beginning; the last part says how an action was closed, null that it is open. */
function* lines(log: string, from: number, said: readonly (readonly [number, Said, (string | null)?])[]): Generator<PastAction> {
  for (const [i, [minute, { due, ...entry }, closed]] of said.entries()) {
    const at = from + minute * MINUTE
    const id = `${log}-${i + 1}`
    const data: LogEntry = { ...entry, log, at: iso(at), ...(due === undefined ? {} : { due: iso(from + due * MINUTE) }) }
    yield past(id, 'log-entry', 'create', at + MINUTE, null, { data: data as unknown as JsonObject, handling: inside })
    if (closed) {
      yield past(`${id}-done`, 'log-entry', 'close-action', at + 12 * MINUTE, 1, { how: closed }, null, id)
    }
  }
}

function* requirements(now: number, severe: Severe | null): Generator<PastAction> {
  const wake: Cir['wake'] = [{ who: 'Chief, operations centre', means: 'PHONE', contact: '4001' }, { who: 'Chief of staff', means: 'PHONE', contact: '4010' }, { who: 'Force headquarters, duty', means: 'RADIO', contact: 'HAMMER' }]
  const cirs: Cir[] = [
    { code: 'CIR-1', text: 'Mission personnel killed, badly hurt or missing; attack on a base or convoy', enabled: true, condition: { kind: 'incident', severity: 5 }, wake, within: 15 },
    { code: 'CIR-2', text: 'Serious threat to a camp of displaced people', enabled: true, condition: { kind: 'incident', severity: 4, text: 'camp' }, wake: wake.slice(0, 2), within: 30 },
    { code: 'CIR-3', text: 'Aircraft shot at, lost or overdue', enabled: true, condition: { kind: 'incident', severity: 3, text: 'helicopter' }, wake, within: 10 },
  ]
  for (const [i, data] of cirs.entries()) {
    yield past(`cir-${i + 1}`, 'cir', 'create', now - 200 * DAY, null, { data: data as unknown as JsonObject, handling: inside })
  }
  if (!severe) {
    return
  }
  const at = Date.parse(severe.createdAt) + MINUTE
  const list: CallList = { cir: 'cir-1', code: 'CIR-1', text: cirs[0]?.text ?? '', record: severe.id, ref: severe.ref, at: iso(at), wake, within: 15 }
  yield past('call-list-1', 'call-list', 'create', at, null, { data: list as unknown as JsonObject, handling: severe.handling, area: severe.area })
  const calls: [number, number, string, string?][] = [[2, 0, 'REACHED', 'Comes in'], [4, 1, 'NO-ANSWER'], [6, 2, 'REACHED'], [9, 1, 'REACHED']]
  for (const [i, [minute, who, result, note]] of calls.entries()) {
    yield past(`call-list-1-${i}`, 'call-list', 'call', at + minute * MINUTE, i + 1, { wake: who, result, ...(note === undefined ? {} : { note }) }, null, 'call-list-1')
  }
  yield past('call-list-1-done', 'call-list', 'complete', at + 9 * MINUTE, 5, {}, null, 'call-list-1')
}

function* orders(now: number): Generator<PastAction> {
  const military = { from: 'Force headquarters', fromComponent: 'MILITARY', toComponent: 'MILITARY' } as const
  yield* order('order-1', now - 30 * HOUR, { ...military, type: 'TASK', title: 'Check the market of Talmé at first light', to: 'Battalion 2', who: 'One platoon with interpreter', what: 'Show presence, ask traders about the shots', where: 'Talmé, market', when: '0500Z', why: 'People stay away from the market', ackMinutes: 30, due: iso(now - 20 * HOUR) }, [['acknowledge', 10], ['move', 90], ['arrive', 170], ['finish', 260, { effect: 'Market opened at the usual hour; shots were a wedding' }]])
  yield* order('order-2', now - 6 * HOUR, { ...military, type: 'FRAGO', title: 'Escort fuel convoy to the northern base', to: 'Battalion 1', what: 'Escort five trucks', where: 'Depot to the northern base', why: 'Fuel for five days', constraints: 'Not after dusk; medical team travels along', ackMinutes: 20, due: iso(now + 8 * HOUR), options: [
    { name: 'Road by the mill', hours: 5, risk: 'MEDIUM', resources: 'One platoon', mandate: 'Freedom of movement', why: 'Bridge takes light vehicles only' },
    { name: 'Coast road', hours: 7, risk: 'LOW', resources: 'One platoon, one recovery vehicle', mandate: 'Freedom of movement', chosen: true, why: 'Longer, but all bridges take trucks' },
    { name: 'By air', hours: 2, risk: 'MEDIUM', resources: 'Two helicopters, six rotations', mandate: 'Freedom of movement', why: 'Leaves no helicopter for evacuation' },
  ] }, [['acknowledge', 9], ['move', 200]])
  yield* order('order-3', now - 90 * MINUTE, { type: 'REQUEST', title: 'Police presence at the governorate tomorrow', from: 'Operations centre', fromComponent: 'MISSION', to: 'Police operations', toComponent: 'POLICE', what: 'Two patrols from 0800Z', where: 'Governorate', why: 'Demonstration announced', due: iso(now + 20 * HOUR) }, [])
  yield* order('order-4', now - 50 * HOUR, { type: 'RFI', title: 'Who controls the ferry at the river mouth?', from: 'Operations centre', fromComponent: 'MISSION', to: 'Joint analysis', toComponent: 'CIVILIAN', what: 'Who takes the fare, since when, under whose protection', due: iso(now - 26 * HOUR) }, [['accept', 30], ['finish', 600, { effect: 'Answered: the cooperative, since the rains' }]])
  yield* order('order-5', now - 40 * HOUR, { ...military, type: 'TASK', title: 'Open the track to the observation post', to: 'Engineer company', ackMinutes: 60, due: iso(now - 24 * HOUR) }, [['acknowledge', 20], ['move', 120], ['fail', 300, {}, 'Grader broke down; spare part in four days']])
}

function* order(id: string, at: number, data: Order, steps: readonly (readonly [string, number, object?, string?])[]): Generator<PastAction> {
  yield past(id, 'order', 'create', at, null, { data: data as unknown as JsonObject, handling: inside })
  for (const [i, [type, minute, patch = {}, reason]] of steps.entries()) {
    yield past(`${id}-${type}`, 'order', type, at + minute * MINUTE, i + 1, patch, reason ?? null, id)
  }
}

const CRISIS_LINES: readonly (readonly [number, Said, (string | null)?])[] = [
  [10, { way: 'IN', means: 'RADIO', from: 'K31', to: 'ZERO', callsign: 'K31', text: 'River over the road at the ford, two villages cut off' }],
  [35, { way: 'IN', means: 'PHONE', from: 'Governor’s office', to: 'JOC', text: 'Asks for helicopters for sick people', action: 'Answer the governor', actionBy: 'Chief of staff', due: 120 }, 'One helicopter promised for the morning'],
  [80, { way: 'OUT', means: 'EMAIL', from: 'JOC', to: 'Headquarters', text: 'First report sent' }],
  [400, { way: 'IN', means: 'RADIO', from: 'K12', to: 'ZERO', callsign: 'K12', text: 'Second bridge lost' }],
  [900, { way: 'IN', means: 'SMS', from: 'Community liaison', to: 'JOC', text: '230 people in the school, water for two days' }],
  [2100, { way: 'NOTE', text: 'Water has fallen by one metre' }],
]

function* crisis(now: number): Generator<PastAction> {
  const at = now - 21 * DAY
  const data: Crisis = { name: 'Flood on the eastern river', summary: 'After four days of rain the eastern river left its bed. Two villages cut off, a bridge lost.', lead: 'Chief of staff', began: iso(at), level: 'ALERT' }
  yield past('crisis-1', 'crisis', 'create', at + 5 * MINUTE, null, { data: data as unknown as JsonObject, handling: inside })
  yield* lines('crisis-1', at, CRISIS_LINES)
  const on = (step: string, type: string, minute: number, version: number, patch: object, reason: string | null = null): PastAction => past(`crisis-1-${step}`, 'crisis', type, at + minute * MINUTE, version, patch, reason, 'crisis-1')
  yield on('partial', 'change-level', 90, 1, { level: 'PARTIAL' }, 'Two villages cut off')
  yield on('helicopter', 'decide', 130, 2, { what: 'One helicopter carries sick people from the morning on', by: 'Head of mission', why: 'No other way for three days', instead: 'By boat: current too strong' })
  yield on('full', 'change-level', 410, 3, { level: 'FULL' }, 'Second bridge lost')
  yield on('camp', 'decide', 450, 4, { what: 'Families of the two villages may stay in the engineers’ camp', by: 'Chief of staff', why: 'The school takes no more', instead: 'Tents at the church: ground under water' })
  yield on('less', 'change-level', 2200, 5, { level: 'PARTIAL' }, 'Water falls')
  yield on('over', 'stand-down', 3300, 6, {}, 'Road open again')
  yield on('lessons', 'edit', 9000, 7, { fields: { lessons: 'Ask for the gauge at the upper bridge by radio every two hours in the rains. Keep two boats at the engineers’ camp.' } })
  yield* order('crisis-1-order', at + 150 * MINUTE, { type: 'TASK', title: 'Carry sick people out by air', from: 'Crisis team', fromComponent: 'MISSION', to: 'Aviation', toComponent: 'MISSION', crisis: 'crisis-1', ackMinutes: 30 }, [['acknowledge', 5], ['move', 600], ['arrive', 660], ['finish', 1100, { effect: '14 patients brought to Level 2' }]])
}

/** The reference the store will give a line: in the order of loading, by the year it was logged in. */
function logRef(now: number, count: number): string {
  return `LOG-${new Date(now - 14 * HOUR).getUTCFullYear()}-${String(count).padStart(6, '0')}`
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

/** One action of the past; with `basedOn` null it makes the record. `at`: epoch ms. */
export function past(id: string, kind: string, type: string, at: number, basedOn: number | null, patch: object, reason: string | null = null, record = id): PastAction {
  return { action: { id: basedOn === null ? `${id}-create` : id, record, kind, type, at: iso(at), basedOn, patch: patch as JsonObject, ...(reason === null ? {} : { reason }) }, receivedAt: iso(at) }
}
