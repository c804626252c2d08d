import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { ALL_MISSION } from '../core/handling.ts'
import { clocksOf, rungsOf } from '../core/clocks.ts'
import { AreaTree } from '../core/area.ts'
import type { VigieRecord } from '../core/record.ts'
import { raiseAlert, type Notice } from '../domains/watch/contract.ts'
import { alert } from '../domains/watch/domain.ts'
import { RuleBook } from '../domains/watch/shared/rules/engine.ts'
import { deliveryOf } from '../domains/watch/server/delivery/engine.ts'
import { incident } from '../domains/incidents/domain.ts'
import { httpGateway, mailGateway } from '../test/gateways.ts'
import { incidentData, runningNode } from '../test/running-node.ts'
import { SYSTEM, until } from '../test/store.ts'
import { machine, printTable, round } from './measure.ts'

const RECIPIENTS = 500
const CLOCKS = 10_000
const RULES = 500
const UPDATES_A_SECOND = 1000
const SECONDS = 20

/** One alert to 500 people, by e-mail and SMS, where every 50th request to the gateway fails: every receipt must come to an end and say why. */
async function fanOut(): Promise<(string | number)[]> {
  const run = await runningNode({ engine: 'sqlite' })
  const [sms, mail] = [await httpGateway(), await mailGateway()]
  try {
    const at = new Date().toISOString()
    const make = (kind: string, record: string, data: object) => ({ id: crypto.randomUUID(), record, kind, type: 'create', at, basedOn: null, patch: { data } }) as Parameters<typeof run.store.commit>[1][number]
    await run.store.commit(SYSTEM, [
      make('alert-channel', 'mail', { name: 'Mail', type: 'email', enabled: true, carries: 'C', email: { host: '127.0.0.1', port: mail.port, security: 'none', from: 'vigie@mission.example' } }),
      make('alert-channel', 'sms', { name: 'SMS', type: 'sms', enabled: true, carries: 'C', sms: { dialect: 'form-basic', url: `${sms.url}/m`, from: 'VIGIE' } }),
    ])
    for (let i = 0; i < RECIPIENTS; i += 100) {
      await run.store.commit(SYSTEM, Array.from({ length: 100 }, (_, k) => make('contact', `c${i + k}`, { name: `Contact ${i + k}`, addresses: { email: `c${i + k}@mission.example`, sms: `+2237${String(1_000_000 + i + k)}` } })))
    }
    await run.store.commit(SYSTEM, [make('alert-group', 'all', { name: 'All', members: Array.from({ length: RECIPIENTS }, (_, i) => ({ contact: `c${i}` })) })])
    sms.answer = (_got, n) => (n % 50 === 0 ? { status: 503, body: 'busy' } : { status: 200, body: '{"sid":"S"}' })
    mail.refuse = (to) => (Number(to.slice(1, to.indexOf('@'))) % 50 === 0 ? { code: 550, text: 'no such mailbox' } : null)
    // The node's clock runs as the wall does: what failed is tried again in its time.
    const moving = setInterval(() => { run.clock.now = Date.now() }, 50)
    const begun = performance.now()
    const raised = raiseAlert({ rule: 'bench', subject: 's', episode: '1', severity: 5, title: { en: 'Attack', fr: 'Attaque' }, place: null, at: Date.now(), handling: { level: 'U', compartments: [], owner: 'mission', releasableTo: [ALL_MISSION], caveats: [] }, area: null, wake: [{ afterMinutes: 0, to: [{ list: 'all' }] }] })
    await run.store.commit(SYSTEM, [raised])
    const count = (state: Notice['state'][]) => run.store.count(SYSTEM, { kind: 'notice', where: { alert: [raised.record], state } })
    await until(async () => { await deliveryOf(run.node.app).settled(); return (await count(['sent', 'failed'])) === RECIPIENTS * 2 }, 'every receipt has come to an end')
    const seconds = (performance.now() - begun) / 1000
    clearInterval(moving)
    const failed = (await run.store.list(SYSTEM, { kind: 'notice', where: { alert: [raised.record], state: ['failed'] }, limit: 1000 })).items.map(({ record }) => record.data as unknown as Notice)
    assert.equal(failed.length, RECIPIENTS / 50)
    assert.ok(failed.every(({ failure }) => /550/.test(failure ?? '')), 'each failure is named')
    assert.equal(new Set(sms.got.filter((_, i) => (i + 1) % 50 !== 0).map(({ body }) => new URLSearchParams(body).get('To'))).size, RECIPIENTS, 'every number was reached')
    assert.equal(mail.got.length, RECIPIENTS - failed.length)
    assert.ok(seconds <= 60, `${seconds} s`)
    return [`${RECIPIENTS} people by e-mail and SMS, 2 % of requests failing`, `${round(seconds)} s`, '≤ 60 s']
  } finally {
    await run.close()
    await Promise.all([sms.close(), mail.close()])
  }
}

function record(kind: string, i: number, data: object): VigieRecord {
  const at = new Date(Date.now() - i).toISOString()
  return { id: `r${i}`, kind, schema: 1, ref: `R-${i}`, version: 1, workflow: 'approved', veracity: null, handling: { level: 'U', compartments: [], owner: 'm', releasableTo: ['*'], caveats: [] }, area: null, places: [], data: data as VigieRecord['data'], createdAt: at, createdBy: 'u', createdRole: '', deviceAt: at, updatedAt: at, updatedBy: 'u', touched: {}, contested: [], mergedInto: null, erased: false }
}

/** What a second costs with 10,000 clocks running and 500 rules in force, when 1,000 records change in it: each is held against the rules and its clocks are derived. */
function load(): (string | number)[] {
  const categories = Array.from({ length: 25 }, (_, i) => `${['AC', 'CR', 'PO', 'CI', 'EX'][i % 5]}.0${1 + Math.floor(i / 5)}`)
  const rules = Array.from({ length: RULES }, (_, i) => ({ id: `rule${i}`, rule: { name: `Rule ${i}`, enabled: true, of: i % 5 === 0 ? 'alert' : 'incident', where: { [i % 5 === 0 ? 'rule' : 'category']: [i % 5 === 0 ? `w${i}` : categories[i % 25]!] }, count: 1 + (i % 4), hours: 24, nearKm: 5 + (i % 20), severity: 3 } }))
  const book = new RuleBook(rules, (name) => (name === 'incident' ? incident : alert), new AreaTree([]))
  const calendar = { zone: 'Africa/Bamako', weekend: [6, 7], holidays: [] }
  const alerts = Array.from({ length: CLOCKS / 2 }, (_, i) => record('alert', i, { rule: `w${i % RULES}`, subject: `s${i}`, episode: '1', severity: 3 + (i % 3), title: { en: 'Alert' }, at: new Date().toISOString() }))
  const clocks = alerts.flatMap((one) => clocksOf(alert.clocks!, one, [{ type: 'create', receivedAt: one.createdAt }], calendar, Date.now()))
  const begun = process.cpuUsage()
  for (let second = 0; second < SECONDS; second += 1) {
    const now = Date.now()
    for (let i = 0; i < UPDATES_A_SECOND; i += 1) {
      const n = second * UPDATES_A_SECOND + i
      if (i % 2 === 0) {
        const one = alerts[n % alerts.length]!
        const again = clocksOf(alert.clocks!, one, [{ type: 'create', receivedAt: one.createdAt }, { type: 'acknowledge', receivedAt: one.createdAt }], calendar, now)
        again.forEach((clock) => rungsOf(alert.clocks![0]!, clock))
        book.take(one, now)
      } else {
        book.take(record('incident', n, incidentData({ category: categories[n % 25], happened: { from: new Date(now - (n % 3_600_000)).toISOString(), precision: 'EXACT' }, place: { lon: (n % 997) / 10, lat: (n % 89) / 2, precision: 1, radiusM: 50, method: 'GPS' } })), now)
      }
    }
  }
  const { user, system } = process.cpuUsage(begun)
  const share = ((user + system) / 1e6 / SECONDS) * 100
  assert.ok(share <= 20, `${share} %`)
  return [`${clocks.length.toLocaleString('en')} clocks, ${RULES} rules, ${UPDATES_A_SECOND.toLocaleString('en')} updates/s`, `${round(share)} % of a core`, '≤ 20 %']
}

console.log(machine())
printTable(['what', 'took', 'goal'], [load(), await fanOut()])
