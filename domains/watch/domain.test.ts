import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ALL_MISSION, type Handling } from '../../core/handling.ts'
import type { NodeStore } from '../../server/store/face.ts'
import { action, ground, reader, SYSTEM, type Ground } from '../../test/store.ts'
import { alertId, cancelAlert, closeAlert, deliverAlert, endAlert, firstOfAlerts, isRaisedAlready, raiseAlert, type Alert, type RaisedAlert } from './contract.ts'

const handling: Handling = { level: 'C', compartments: [], owner: 'MISSION', releasableTo: [ALL_MISSION], caveats: [] }
const title = { en: 'Patrol 1 is in the no-go area', fr: 'Patrouille 1 est dans la zone interdite' }
const raised = (more: Partial<RaisedAlert> = {}): RaisedAlert => ({ rule: 'r1', subject: 'cot:A', episode: '1', severity: 3, title, place: { lon: 10, lat: 20 }, at: Date.UTC(2026, 7, 1), handling, area: null, ...more })

describe('alerts over a real store', () => {
  let home: Ground
  let store: NodeStore
  before(async () => {
    home = await ground('sqlite')
    store = await home.open()
  })
  after(() => home.remove())

  const data = async (key: RaisedAlert) => (await store.get(SYSTEM, alertId(key)))?.record.data as unknown as Alert
  const done = async (key: RaisedAlert, type: string, patch = {}, more = {}) => {
    const record = (await store.get(SYSTEM, alertId(key)))?.record ?? assert.fail()
    return store.commit(reader('duty'), [action(record, type, patch, more)])
  }

  test('one event is one alert, whatever is said of it the second time', async () => {
    const key = raised()
    const [first] = await store.commit(SYSTEM, [raiseAlert(key)])
    const [again] = await store.commit(SYSTEM, [raiseAlert(key)])
    assert.deepEqual([first?.again, again?.again], [false, true])
    await assert.rejects(store.commit(SYSTEM, [raiseAlert({ ...key, text: { en: 'later', fr: 'plus tard' } })]), isRaisedAlready)
    await assert.rejects(store.commit(SYSTEM, [{ ...raiseAlert(key), id: 'another' }]), isRaisedAlready)
    assert.equal(await store.count(SYSTEM, { kind: 'alert' }), 1)
    await store.commit(SYSTEM, [raiseAlert({ ...key, episode: '2' })])
    assert.equal(await store.count(SYSTEM, { kind: 'alert', where: { subject: ['cot:A'] } }), 2)
  })

  test('who may not read what it is about reads no alert, wherever that stands', async () => {
    const secret = raised({ subject: 'cot:S', handling: { ...handling, compartments: ['PKI'] } })
    await store.commit(SYSTEM, [raiseAlert(secret)])
    assert.equal(await store.get(reader('plain'), alertId(secret)), null)
    assert.notEqual(await store.get(reader('cleared', { compartments: ['PKI'] }), alertId(secret)), null)
    assert.equal(await store.get(reader('out', { grants: [{ role: 'PARTNER', area: null }] }), alertId(raised())), null)
    assert.equal(await store.get(reader('low', { clearance: 'U' }), alertId(raised())), null)
    const [made] = await store.commit(SYSTEM, [raiseAlert(raised({ subject: 'cot:P' }))])
    assert.equal(made?.record.area, null, 'the place gives no area: need-to-know is that of the track')
  })

  test('raised, delivered, acknowledged, acted, closed, reopened; each by whom and when', async () => {
    const key = raised({ episode: 'path' })
    await store.commit(SYSTEM, [raiseAlert(key)])
    await store.commit(SYSTEM, [deliverAlert(key, 1)])
    assert.equal((await data(key)).state, 'delivered')
    await done(key, 'acknowledge')
    await store.commit(reader('second'), [action((await store.get(SYSTEM, alertId(key)))!.record, 'acknowledge')])
    assert.deepEqual([(await data(key)).state, (await data(key)).acknowledged?.by], ['acknowledged', 'duty'])
    await done(key, 'act', { what: 'Called by radio' })
    await done(key, 'acknowledge')
    assert.equal((await data(key)).state, 'acted', 'a late acknowledgement takes nothing back')
    await assert.rejects(done(key, 'close'), /reason/)
    await assert.rejects(done(key, 'reopen', {}, { reason: 'why' }), /open/)
    await done(key, 'close', {}, { reason: 'Left the area' })
    await assert.rejects(done(key, 'acknowledge'), /closed/)
    await done(key, 'reopen', {}, { reason: 'Came back' })
    assert.deepEqual([(await data(key)).state, (await data(key)).acted?.length, (await data(key)).closed], ['acted', 1, undefined])
  })

  test('what nobody may: end, cancel or deliver by hand, set the state by editing, act as an auditor', async () => {
    const key = raised({ episode: 'may' })
    await store.commit(SYSTEM, [raiseAlert(key)])
    for (const type of ['end', 'cancel', 'deliver']) {
      await assert.rejects(done(key, type), /role/)
    }
    await assert.rejects(done(key, 'edit', { fields: { state: 'closed' } }), /actions of its own/)
    const record = (await store.get(SYSTEM, alertId(key)))!.record
    await assert.rejects(store.commit(reader('audit', { grants: [{ role: 'AUDIT', area: null }] }), [action(record, 'close', {}, { reason: 'x' })]), /role/)
  })

  test('over: closed by the node, but a loud one stays until somebody saw it, and a call for help until a person closes it', async () => {
    const [quiet, loud, seen, sos] = [raised({ episode: 'q' }), raised({ episode: 'l', severity: 4 }), raised({ episode: 's', severity: 5 }), raised({ episode: 'sos', sos: true })]
    for (const one of [quiet, loud, seen, sos]) {
      await store.commit(SYSTEM, [raiseAlert(one)])
    }
    await done(seen, 'acknowledge')
    for (const one of [quiet, loud, seen]) {
      await store.commit(SYSTEM, [closeAlert(one, 5)])
    }
    await store.commit(SYSTEM, [cancelAlert(sos, 6)])
    assert.deepEqual([(await data(quiet)).closed?.how, (await data(loud)).state, (await data(seen)).closed?.how], ['ended', undefined, 'ended'])
    assert.ok((await data(loud)).endedAt)
    assert.deepEqual([(await data(sos)).cancelledAt !== undefined, (await data(sos)).state], [true, undefined])
  })

  test('opened again, it ends again when it is over: once for each time it was opened, whoever says so and however often', async () => {
    const key = raised({ episode: 'twice' })
    const end = async (at: number) => store.commit(SYSTEM, [await endAlert(store, SYSTEM, key, at)])
    await store.commit(SYSTEM, [raiseAlert(key)])
    await end(5)
    assert.equal((await data(key)).closed?.how, 'ended')
    await assert.rejects(end(6), isRaisedAlready)
    for (const again of [1, 2]) {
      await done(key, 'reopen', {}, { reason: 'Not over' })
      assert.deepEqual([(await data(key)).state, (await data(key)).endedAt], ['raised', undefined])
      await end(10 * again)
      await assert.rejects(end(10 * again + 1), isRaisedAlready, 'a second node, or the same after a restart')
      assert.deepEqual([(await data(key)).closed?.how, (await data(key)).endedAt], ['ended', new Date(10 * again).toISOString()])
    }
    assert.deepEqual((await store.history(SYSTEM, alertId(key))).map(({ type }) => type), ['create', 'end', 'reopen', 'end', 'reopen', 'end'])
    await assert.rejects(store.commit(SYSTEM, [await endAlert(store, SYSTEM, raised({ episode: 'never raised' }), 5)]), /not-found|no record|not found/i)
  })
})

test('calls for help first, then what nobody saw, then severity, then the newest', () => {
  const made = (name: string, more: Partial<Alert>): Alert => ({ rule: name, subject: 's', episode: '1', severity: 3, title, at: '2026-01-01T00:00:00Z', ...more })
  const sorted = [
    made('seen-5', { severity: 5, state: 'acknowledged' }), made('old-3', {}), made('new-3', { at: '2026-01-02T00:00:00Z' }),
    made('sos', { sos: true, severity: 1, state: 'acknowledged' }), made('called-off', { sos: true, severity: 2, cancelledAt: '2026-01-01T00:00:00Z' }), made('four', { severity: 4 }),
  ].sort(firstOfAlerts).map((one) => one.rule)
  assert.deepEqual(sorted, ['sos', 'four', 'new-3', 'old-3', 'called-off', 'seen-5'])
})
