import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { textOf, type Product, type Section } from '../../../core/product.ts'
import { runningNode, type Person, type RunningNode } from '../../../test/running-node.ts'
import { report, SYSTEM, until } from '../../../test/store.ts'
import { raiseAlert } from '../../watch/contract.ts'

const MINUTE = 60_000

describe('the hand-over sheet and the page of the head of mission', () => {
  let node: RunningNode
  let duty: Person
  let chief: Person
  let host: Person
  const at = (minutes: number): string => new Date(node.clock.now + minutes * MINUTE).toISOString()
  const today = (): string => new Date(node.clock.now).toISOString().slice(0, 10)
  const handling = { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] } as const

  async function make(kind: string, body: object): Promise<string> {
    const answer = await node.call('POST', '/api/records', { as: duty, body: { kind, data: body } })
    assert.equal(answer.status, 201, answer.body)
    return answer.json.id as string
  }
  const draft = async (type: string, more: object = {}): Promise<Product> => {
    const answer = await node.call('POST', '/api/products', { as: chief, body: { type, day: today(), ...more } })
    assert.equal(answer.status, 201, answer.body)
    return answer.json.data as Product
  }
  const section = (product: Product, id: string): Section => {
    const found = product.sections.find((one) => one.id === id)
    assert.ok(found, `${id} is one of ${product.sections.map((one) => one.id).join(', ')}`)
    return found
  }
  const words = (one: Section): string => one.blocks.flatMap((block) => [textOf(block.pieces ?? []), ...(block.lines ?? []).flatMap((line) => (line.cells ?? []).map(textOf))]).join(' | ')
  const fact = (one: Section, id: string) => one.facts.find((other) => other.id === id)

  before(async () => {
    node = await runningNode()
    await node.store.commit(SYSTEM, [{ id: 'm', record: 'mission', kind: 'mission', type: 'create', at: '2026-01-01T00:00:00Z', basedOn: null, patch: { data: { name: 'Mission of the test', zone: 'UTC', languages: ['en', 'fr'], bounds: [0, 0, 40, 20], exercise: false, org: 'mission' } } }])
    duty = await node.person('duty')
    chief = await node.person('chief', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }] })
    host = await node.person('host', { org: 'host', side: 'host', clearance: 'U', grants: [{ role: 'HOST-LO', area: null }] })
  })
  after(() => node?.close())

  test('take open actions, call lists, orders, lines of the log, movements and alerts from those who keep them; each opens its record', async () => {
    const empty = await draft('HANDOVER')
    assert.match(words(section(empty, 'watchlog.actions')), /No action is open/)
    assert.match(words(section(empty, 'movements.out')), /No movement is out/)
    const watch = (await node.call('POST', '/api/watches', { as: duty, body: { desk: 'JOC', name: 'Day', officers: [{ name: 'Name of duty' }] } })).json
    const entry = (text: string, more: object = {}) => make('log-entry', { log: watch.id, at: at(-30), way: 'IN', text, ...more })
    await entry('Convoy halted', { action: 'Send recovery', actionBy: 'JLOC', due: at(-5) })
    await entry('Radio check')
    const late = await make('order', { type: 'TASK', title: 'Recover the convoy', from: 'FHQ', fromComponent: 'MILITARY', to: 'Sector East', toComponent: 'MILITARY', due: at(-1) })
    await node.store.commit(SYSTEM, [raiseAlert({ rule: 'fence', subject: 's', episode: '1', severity: 4, title: { en: 'Vehicle left its area', fr: 'Véhicule sorti de sa zone' }, place: null, at: node.clock.now, handling: { ...handling, compartments: [], releasableTo: ['*'], caveats: [] }, area: null })])
    const way = [{ id: 'a', name: 'Base', lon: 10, lat: 5, eta: at(-120) }, { id: 'b', name: 'Sabo', lon: 10.2, lat: 5, eta: at(-45) }]
    const movement = await make('movement', { sort: 'convoy', name: 'Fuel', callsign: 'K31', speedKmh: 40, waypoints: way, checkIn: { everyMin: 60, windowMin: 10, tracker: false }, corridorM: 500 })
    for (const type of ['clear', 'depart']) {
      const { version } = (await node.call('GET', `/api/records/${movement}`, { as: duty })).json
      const done = await node.call('POST', `/api/records/${movement}/actions`, { as: chief, body: { type, basedOn: version, patch: type === 'depart' ? { at: at(-120) } : { route: 'green' } } })
      assert.equal(done.status, 200, `${type} ${done.body}`)
    }
    const sheet = await draft('HANDOVER')
    assert.match(words(section(sheet, 'watchlog.actions')), /Send recovery \| JLOC \| .* overdue/)
    assert.equal(fact(section(sheet, 'watchlog.log'), `${watch.id}.lines`)?.value, '2')
    assert.match(words(section(sheet, 'watchlog.orders')), /Recover the convoy \| Sector East \| .* overdue/)
    assert.deepEqual(fact(section(sheet, 'watchlog.orders'), `${late}.order`)?.records.map((one) => one.id), [late])
    assert.match(words(section(sheet, 'watch.alerts')), /Vehicle left its area/)
    assert.equal(fact(section(sheet, 'movements.out'), 'late')?.value, '1')
    assert.match(words(section(sheet, 'movements.out')), /K31 \| Sabo \| .* (?:OVERDUE|NO CONTACT)/)
    const french = await draft('HOM', { language: 'fr' })
    assert.match(words(section(french, 'movements.brief')), /1 mouvement en cours ; 1 en retard/)
    assert.equal(fact(section(french, 'watchlog.overdue'), 'actions')?.value, '1')
    assert.equal(fact(section(french, 'watchlog.overdue'), 'orders')?.value, '1')
    assert.match(words(section(french, 'casualties.ten-one-two')), /Aucun blessé/)
  })

  test('the median of 10-1-2 is that of the casualties whose injury has a time; the others are counted beside it, exercises not at all', async () => {
    const event = (minutes: number) => ({ t: at(-200 + minutes), source: 'radio', by: 'system', role: 'system', at: at(-150) })
    const events = (minutes: number | null) => ({ ...(minutes === null ? {} : { T0: event(0) }), T1: event(minutes ?? 5) })
    let n = 0
    const casualty = async (minutes: number | null, more: object = {}): Promise<void> => {
      n += 1
      const id = `cas-${n}`
      await node.store.commit(SYSTEM, [{ id: `${id}-c`, record: id, kind: 'casualty', type: 'create', at: at(-150), basedOn: null, patch: { data: { battleNo: `K${n}`, category: 'un-military', priority: 'A', events: events(minutes), ...more } as never } }], { receivedAt: () => at(0) })
    }
    for (const minutes of [4, 8, 30, null]) {
      await casualty(minutes)
    }
    await casualty(90, { drill: true })
    const found = section(await draft('MSR', { day: new Date(node.clock.now + 32 * 86_400_000).toISOString().slice(0, 8).concat('01') }), 'casualties.ten-one-two')
    assert.equal(fact(found, 'c10.median')?.value, '8')
    assert.equal(fact(found, 'c10.median')?.total, 3)
    assert.equal(fact(found, 'c10.met')?.value, '2/3')
    assert.equal(fact(found, 'c10.unknown')?.value, '1')
  })

  test('a brief begins where the last one ended', async () => {
    const first = await node.call('POST', '/api/products', { as: duty, body: { type: 'HOM', day: new Date(node.clock.now - 2 * 86_400_000).toISOString().slice(0, 10), distribution: [{ user: host.account.id, name: 'Host', mandatory: false }] } })
    const { id, version } = first.json
    await node.call('POST', `/api/records/${id}/actions`, { as: duty, body: { type: 'submit', basedOn: version, patch: {} } })
    const done = await node.call('POST', `/api/products/${id}/release`, { as: chief })
    assert.equal(done.status, 200, done.body)
    assert.deepEqual(done.json.record.data.distribution.map((one: { gets: string }) => one.gets), ['none'], 'nothing of it is for outside')
    await node.store.commit(SYSTEM, [report({ title: 'Between the briefs', category: 'AC.01', severity: 5, happened: { from: at(-26 * 60), precision: 'EXACT' } } as never, { record: 'between' })], { receivedAt: () => at(-25 * 60) })
    await until(async () => (await node.store.count(SYSTEM, { kind: 'incident' })) === 1, 'it is there')
    const next = await draft('HOM')
    assert.equal(next.period?.from, first.json.data.period.to)
    assert.deepEqual(section(next, 'incidents.significant').blocks.flatMap((block) => (block.lines ?? []).map((line) => line.record)), ['between'])
  })
})
