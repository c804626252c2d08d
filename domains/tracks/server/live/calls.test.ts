import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Heard } from '../../../../core/feed.ts'
import type { NewAction, VigieRecord } from '../../../../core/record.ts'
import { runningNode, type RunningNode } from '../../../../test/running-node.ts'
import { SYSTEM, until } from '../../../../test/store.ts'
import type { Alert } from '../../../watch/contract.ts'
import { rulesOf } from '../rules/rules.ts'
import { pictureOf } from './of-app.ts'

const HANDLING = { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
let numbers = 0

function create(kind: string, record: string, data: object): NewAction {
  return { id: `h-${(numbers += 1)}`, record, kind, type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data, handling: HANDLING } as NewAction['patch'] }
}

describe('calls for help and alerts of hostile sources', () => {
  let node: RunningNode
  before(async () => {
    node = await runningNode()
    await node.store.commit(SYSTEM, [
      create('feed', 'fed', { name: 'Trackers', technology: 'trackers', codec: 'json', transport: 'udp', enabled: false, registers: false, affiliation: 'friend', sort: 'vehicle' }),
      create('feed', 'fed-reg', { name: 'Registering', technology: 'trackers', codec: 'json', transport: 'udp', enabled: false, registers: true, affiliation: 'friend', sort: 'vehicle' }),
    ])
  })
  after(() => node.close())
  const hear = (...heard: Heard[]): void => {
    const picture = pictureOf(node.node.app)
    picture.take({ feed: picture.book.feeds.get('fed') ?? assert.fail(), heard, receivedAt: node.clock.now, replay: false })
  }
  const position = (subject: string, callsign: string, lon = 18.5, at = node.clock.now): Heard => ({ what: 'position', fix: { subject, at, lon, lat: 4, altM: null, speedMs: 3, courseDeg: null, accuracyM: null, source: 'gps' }, facts: { callsign } })
  const sos = (subject: string, more: { at?: number | null; text?: string } = {}): Heard => ({ what: 'alarm', subject, alarm: 'sos', at: null, ...more })
  const alerts = async (subject: string): Promise<VigieRecord[]> => (await node.store.list(SYSTEM, { kind: 'alert', limit: 100, sort: { by: 'logged', dir: 'asc' } })).items.map(({ record }) => record).filter(({ data }) => data['subject'] === subject)

  test('none is lost for what a device calls itself or says, nor for its clock', async () => {
    hear(position('device:zero', 'Lion\u0000'), sos('device:zero', { text: '' }))
    hear(position('device:long', '😀'.repeat(3000)), sos('device:long', { text: `help\u0000${'😀'.repeat(3000)}` }))
    hear(sos('device:nan', { at: NaN }), sos('device:far', { at: 9e15 }), sos('device:unset', { at: 0 }), sos('device:\u0000odd'))
    for (const subject of ['device:zero', 'device:long', 'device:nan', 'device:far', 'device:unset', 'device:odd']) {
      await until(async () => (await alerts(subject)).length === 1, subject)
      const [alert] = (await alerts(subject)).map(({ data }) => data as unknown as Alert)
      assert.equal(Date.parse(alert?.at ?? ''), node.clock.now, subject)
    }
    assert.deepEqual((await alerts('device:zero'))[0]?.data['title'], { en: 'SOS: Lion', fr: 'SOS : Lion', ar: 'استغاثة: Lion', es: 'SOS: Lion' })
  })

  test('who is nearest and can move is named, but nobody whom a reader of the alert may not see', async () => {
    const SECRET = { ...HANDLING, level: 'SC' }
    await node.store.commit(SYSTEM, [create('feed', 'fed-sc', { name: 'Covert', technology: 'trackers', codec: 'json', transport: 'udp', enabled: false, registers: false, affiliation: 'friend', sort: 'vehicle' })])
    await node.store.commit(SYSTEM, [{ id: 'sc', record: 'fed-sc', kind: 'feed', type: 'handle', at: new Date().toISOString(), basedOn: 1, patch: { handling: SECRET }, reason: 'covert' }])
    const picture = pictureOf(node.node.app)
    await until(() => picture.book.feeds.get('fed-sc')?.handling.level === 'SC', 'the feed is strictly confidential')
    picture.take({ feed: picture.book.feeds.get('fed-sc') ?? assert.fail(), heard: [position('device:covert', 'Covert', 20.001)], receivedAt: node.clock.now, replay: false })
    hear(position('device:near', 'Near', 20.02), position('device:far', 'Far', 20.9), position('device:hurt', 'Hurt', 20), sos('device:hurt', { text: 'help' }))
    await until(async () => (await alerts('device:hurt')).length === 1, 'raised')
    const [alert] = (await alerts('device:hurt')).map(({ data }) => data as unknown as Alert)
    const said = alert?.text?.en ?? ''
    assert.match(said, /^help\nNearest that can move \(≈: by the straight way, no road known\):\nNear · 2\.2 km E · ≈\d+ min\n/)
    assert.match(said, /Far · /)
    assert.doesNotMatch(said, /Covert|Hurt/)
    await until(async () => (await node.store.get(SYSTEM, alert?.record ?? '')) !== null, 'its draft')
    const report = (await node.store.get(SYSTEM, alert?.record ?? ''))!.record
    assert.deepEqual([report.kind, report.data['sort'], report.handling.level], ['field-report', 'sos', 'C'])
    hear({ what: 'alarm', subject: 'device:hurt', alarm: 'cancel', at: null })
    await until(async () => JSON.stringify((await node.store.get(SYSTEM, report.id))!.record.data).includes('called off'), 'called off')
  })

  test('a closed call said once more by its device is no new one, and hides no new one', async () => {
    const first = node.clock.now - 60_000
    hear(sos('device:again', { at: first }))
    await until(async () => (await alerts('device:again')).length === 1, 'raised')
    const [raised] = await alerts('device:again')
    await node.store.commit(SYSTEM, [{ id: 'close-again', record: raised!.id, kind: 'alert', type: 'close', at: new Date().toISOString(), basedOn: raised!.version, patch: {}, reason: 'found' }])
    hear(sos('device:again', { at: first }), sos('device:again', { at: first + 30_000 }))
    await until(async () => (await alerts('device:again')).length === 2, 'the new one')
    assert.equal((await alerts('device:again'))[1]?.data['at'], new Date(first + 30_000).toISOString())
  })

  test('a callsign of any length hides nobody from a rule, and makes a track', async () => {
    await node.store.commit(SYSTEM, [create('track-rule', 'rul', { name: 'Gate', enabled: true, condition: 'enter', severity: 4, shape: { is: 'polygon', corners: [[18, 3.9], [18.2, 3.9], [18.2, 4.1], [18, 4.1], [18, 3.9]] }, endS: 0 })])
    await rulesOf(node.node.app)?.settled()
    hear(position('device:sly', 'x'.repeat(5000), 17.99), position('device:sly', 'x'.repeat(5000), 18.01, node.clock.now + 60_000))
    await rulesOf(node.node.app)?.settled()
    assert.equal((await alerts('fed/device:sly')).length + (await alerts('device:sly')).length, 1)
    const picture = pictureOf(node.node.app)
    picture.take({ feed: picture.book.feeds.get('fed-reg') ?? assert.fail(), heard: [position('device:cut', `${'x'.repeat(63)}😀`)], receivedAt: node.clock.now, replay: false })
    await until(() => [...picture.book.tracks.values()].some((one) => one.data.callsign === 'x'.repeat(63)), 'a track, without half of a sign')
  })
})
