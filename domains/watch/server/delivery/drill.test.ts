import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { mailGateway, type MailGateway } from '../../../../test/gateways.ts'
import { runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { SYSTEM } from '../../../../test/store.ts'
import type { Alert } from '../../contract.ts'
import type { Notice } from '../../shared/delivery/notice.ts'
import { deliveryOf } from './engine.ts'

describe('a drill of an alert plan', () => {
  let run: RunningNode
  let chief: Person
  let mail: MailGateway
  const plans: string[] = []

  before(async () => {
    run = await runningNode()
    mail = await mailGateway()
    chief = await run.person('chief', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
    const make = async (kind: string, data: object): Promise<string> => {
      const answer = await run.call('POST', '/api/records', { as: chief, body: { kind, data } })
      assert.equal(answer.status, 201, answer.body)
      return answer.json.id as string
    }
    await make('alert-channel', { name: 'Mail', type: 'email', enabled: true, carries: 'C', email: { host: '127.0.0.1', port: mail.port, security: 'none', from: 'vigie@mission.example' } })
    const head = await make('contact', { name: 'Head of mission', role: 'HOM', addresses: { email: 'head@mission.example' } })
    const trainee = await make('contact', { name: 'Trainee', drill: true, addresses: { email: 'trainee@mission.example' } })
    const ladder = [{ afterMinutes: 0, to: [{ contact: head }, { contact: trainee }] }, { afterMinutes: 10, to: [{ contact: trainee }] }]
    plans.push(await make('alert-plan', { name: 'Gate', enabled: true, severity: 5, ladder }), await make('alert-plan', { name: 'Calls for help', enabled: false, severity: 5, rules: ['sos'], ladder }))
  })
  after(async () => {
    await run.close()
    await mail.close()
  })

  const raise = async (plan: string): Promise<string> => {
    // Records are stamped by the true time; the node's clock stands still a little after it.
    run.clock.now = Date.now() + 60_000
    const raised = await run.call('POST', `/api/alerts/plans/${plan}/drill`, { as: chief })
    assert.equal(raised.status, 201, raised.body)
    await deliveryOf(run.node.app).settled()
    return raised.json.id as string
  }
  const told = async (alert: string): Promise<string[]> => (await run.store.list(SYSTEM, { kind: 'notice', where: { alert: [alert] }, limit: 100 })).items.map(({ record }) => record.data as unknown as Notice).map(({ recipient, rung, state }) => `${recipient.name} ${rung} ${state}`).sort()

  test('goes the whole way of an alert, to those who take part alone', async () => {
    const id = await raise(plans[0]!)
    const alert = (await run.store.get(SYSTEM, id))!.record.data as unknown as Alert
    assert.deepEqual([alert.drill, alert.severity, alert.record, alert.text?.en.includes(chief.account.data.name)], [true, 5, plans[0], true])
    assert.deepEqual(await told(id), ['Trainee 0 sent'])
    run.clock.now += 11 * 60_000
    await deliveryOf(run.node.app).look()
    assert.deepEqual(await told(id), ['Trainee 0 sent', 'Trainee 10 sent'], 'nobody said they saw it')
    assert.deepEqual(mail.got.map(({ to }) => to.join()), ['trainee@mission.example', 'trainee@mission.example'])
  })

  test('tries a plan of other rules, and one that is not in force, all the same', async () => {
    assert.deepEqual(await told(await raise(plans[1]!)), ['Trainee 0 sent'])
  })

  test('is raised by those who keep the plan, and by nobody else', async () => {
    const medic = await run.person('medic', { clearance: 'SC', grants: [{ role: 'CMO', area: null }] })
    assert.equal((await run.call('POST', `/api/alerts/plans/${plans[0]}/drill`, { as: medic })).status, 404)
    assert.equal((await run.call('POST', '/api/alerts/plans/PLN-1999-000001/drill', { as: chief })).status, 404)
  })
})
