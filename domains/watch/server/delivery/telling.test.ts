import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ALL_MISSION, type Handling } from '../../../../core/handling.ts'
import { httpGateway, type HttpGateway } from '../../../../test/gateways.ts'
import { runningNode, type RunningNode } from '../../../../test/running-node.ts'
import { SYSTEM } from '../../../../test/store.ts'
import { alertId, raiseAlert, type Notice, type RaisedAlert, type Rung } from '../../contract.ts'
import { Directory } from './directory.ts'
import { deliveryOf } from './engine.ts'
import { Groups } from './groups.ts'
import { tell } from './telling.ts'

const handling: Handling = { level: 'U', compartments: [], owner: 'mission', releasableTo: [ALL_MISSION], caveats: [] }

describe('what joins a notice that waits', () => {
  let run: RunningNode
  let hook: HttpGateway
  let rung: Rung

  before(async () => {
    run = await runningNode({ config: { publicUrl: 'https://vigie.example' } })
    hook = await httpGateway()
    hook.answer = () => ({ status: 200, body: '' })
    const chief = await run.person('chief', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
    const make = async (kind: string, data: object): Promise<string> => {
      const made = await run.call('POST', '/api/records', { as: chief, body: { kind, data } })
      assert.equal(made.status, 201, made.body)
      return made.json.id as string
    }
    const channel = await make('alert-channel', { name: 'Hook', type: 'webhook', enabled: true, carries: 'U' })
    assert.equal((await run.call('POST', `/api/alerts/channels/${channel}/secret`, { as: chief, body: { secret: 'a key of sixteen signs' } })).status, 204)
    rung = { afterMinutes: 0, to: [{ contact: await make('contact', { name: 'QRF', addresses: { webhook: `${hook.url}/qrf` } }) }] }
  })
  after(async () => {
    await run.close()
    await hook.close()
  })

  const raise = async (episode: string, rule = 'storm'): Promise<string> => {
    const raised: RaisedAlert = { rule, subject: 's', episode, severity: 4, title: { en: 'Shots', fr: 'Tirs' }, place: null, at: run.clock.now, handling, area: null, wake: [rung] }
    await run.store.commit(SYSTEM, [raiseAlert(raised)], { receivedAt: () => new Date(run.clock.now).toISOString() })
    await deliveryOf(run.node.app).settled()
    return alertId(raised)
  }
  const notices = async (alert: string) => (await run.store.list(SYSTEM, { kind: 'notice', where: { alert: [alert] } })).items.map(({ record }) => ({ id: record.id, ...(record.data as unknown as Notice) }))
  const means = (groups: Groups) => ({ directory: new Directory(run.node.app), groups, hasBrowser: async () => false, waits: () => true })

  test('is told by a notice of its own when that has just begun to go out', async () => {
    const [sent] = await notices(await raise('1'))
    assert.equal(sent?.state, 'sent')
    // Heard of as waiting, and claimed by the time the next alert joins it.
    const groups = new Groups()
    groups.note(sent!.id, { ...sent!, state: 'queued', attempts: 0 })
    const late: RaisedAlert = { rule: 'storm', subject: 's', episode: '2', severity: 4, title: { en: 'Shots', fr: 'Tirs' }, place: null, at: run.clock.now, handling, area: null }
    await run.store.commit(SYSTEM, [raiseAlert(late)])
    const { record } = (await run.store.get(SYSTEM, alertId(late)))!
    await tell(run.node.app, means(groups), record, rung)
    assert.deepEqual((await notices(alertId(late))).map(({ alerts }) => alerts), [[alertId(late)]])
  })

  test('is told to nobody twice by a node that begins anew and knows of no group', async () => {
    // The first goes out, the second waits, the third joins it.
    await raise('1', 'gale')
    await raise('2', 'gale')
    const second = await raise('3', 'gale')
    const [joined] = await notices(second)
    assert.ok(joined && joined.alerts.length >= 2 && joined.alerts[0] !== second, 'it waits with another')
    const { record } = (await run.store.get(SYSTEM, second))!
    await tell(run.node.app, means(new Groups()), record, rung)
    assert.deepEqual((await notices(second)).map(({ id }) => id), [joined.id])
  })
})
