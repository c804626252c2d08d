import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { addPerson, ask, logIncident, records } from '../support/people.ts'
import type { Seen } from '../support/people.ts'
import { logRow, roomReady, signIn } from '../support/screen.ts'
import { turnTo } from '../support/turn.ts'

test(...journey('a device whose clock is three hours slow: said on screen, server time used, both kept', async ({ open }) => {
  const mission = await ownMission()
  const page = await open('about:blank')
  await page.addInitScript(() => {
    const shift = -3 * 3_600_000
    const Real = Date
    globalThis.Date = new Proxy(Real, {
      construct: (target, given: unknown[]) => (given.length === 0 ? new target(Real.now() + shift) : Reflect.construct(target, given) as Date),
      get: (target, name) => (name === 'now' ? () => Real.now() + shift : Reflect.get(target, name) as unknown),
    })
  })
  await page.goto(mission.node.url)
  await signIn(page, 'ben')
  await roomReady(page)
  await page.locator('.topbar .tag.warning', { hasText: /this clock is 3\s?h off/ }).waitFor()
  await until('the clock on screen is the node’s', async () => {
    const shown = await page.locator('.topbar .dtgz').innerText()
    return [0, 1].some((ago) => shown.includes(`${new Date(Date.now() - ago * 60_000).toISOString().slice(11, 16).replace(':', '')}Z`))
  })
  await page.keyboard.press('/')
  await page.keyboard.type('shots fired 30P VB 330 560 slowclock')
  await page.keyboard.press('Enter')
  await logRow(page, '30P VB 330 560').waitFor()
  const saved = await until('the node has it', async () => (await records(mission.node, mission.ben, 'kind=incident&q=slowclock')).items[0]) as Seen & { clockSkewMs: number | null; createdAt: string; deviceAt: string }
  assert.ok(Math.abs(Date.parse((saved.data['happened'] as { from: string }).from) - Date.now()) < 3_600_000, 'without a typed time it happened now, by the node’s clock')
  assert.ok(Math.abs((saved.clockSkewMs ?? 0) + 3 * 3_600_000) < 120_000, String(saved.clockSkewMs))
  await turnTo(page, `/records/${saved.ref}`)
  await page.getByText(/Written 3\s?h before the node received it/).first().waitFor()
}, { noMap: true }))

test(...journey('the form reads the times it shows; credibility 1 from a single source is refused with the reason', async ({ open }) => {
  const mission = await ownMission()
  const record = await logIncident(mission.node, mission.ben, {
    title: 'Shelling of the depot', reported: new Date().toISOString(), sources: [{ id: 's1', type: 'UNIT', reliability: 'B', credibility: '2', text: 'One call.' }],
  })
  const page = await open(`${mission.node.url}/records/${record.ref}`)
  await signIn(page, 'anna')
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('textbox', { name: /^Title/ }).waitFor()
  assert.equal(await page.getByText('Not understood yet').count(), 0)
  await page.getByRole('group', { name: /^Sources/ }).getByLabel(/^Credibility/).selectOption('1')
  await page.getByRole('button', { name: 'Save' }).click()
  await until('the refusal explains itself', async () => /two independent sources/i.test((await page.locator('main [role=alert]').allInnerTexts()).join(' ')))
  assert.equal(await page.getByRole('group', { name: /^Sources/ }).getByLabel(/^Credibility/).inputValue(), '1', 'what was chosen is kept')
  assert.equal((await ask<Seen>(mission.node, mission.anna, `/api/records/${record.id}`)).version, record.version, 'nothing was written')
}, { noMap: true }))

test(...journey('retracting needs a reason, takes the report out of the log everywhere and leaves it on record', async ({ open }) => {
  const mission = await ownMission()
  const record = await logIncident(mission.node, mission.ben, { title: 'False alarm at the quay' })
  const [page, other] = [await open(`${mission.node.url}/records/${record.ref}`), await open(mission.node.url)]
  await Promise.all([signIn(page, 'anna'), signIn(other, 'ben')])
  await roomReady(other)
  await logRow(other, 'False alarm at the quay').waitFor()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: /^Retract/ }).click()
  const dialog = page.getByRole('dialog')
  assert.equal(await dialog.getByRole('button', { name: 'Retract' }).isDisabled(), true, 'not without a reason')
  await dialog.getByLabel('Why').fill('Fireworks, confirmed by the patrol')
  await dialog.getByRole('button', { name: 'Retract' }).click()
  await page.locator('.recordhead .tag', { hasText: 'Retracted' }).waitFor()
  await until('history says who and why', async () => /Anna Adou[\s\S]*Fireworks, confirmed by the patrol/.test(await page.locator('.history > li').first().innerText()))
  await logRow(other, 'False alarm at the quay').waitFor({ state: 'detached' })
  await turnTo(other, `/records/${record.ref}`)
  await other.locator('.recordhead .tag', { hasText: 'Retracted' }).waitFor()
}, { noMap: true }))

test(...journey('a printed record carries the marking on every page, time, name and page number, and no furniture', async ({ open }) => {
  const mission = await ownMission()
  const record = await logIncident(mission.node, mission.hana, { title: 'Printed report' }, { handling: { level: 'C', compartments: [], owner: 'MJ', releasableTo: ['*'], caveats: [] } })
  const page = await open(`${mission.node.url}/records/${record.ref}`)
  await signIn(page, 'hana')
  await page.getByRole('heading', { name: 'Printed report' }).waitFor()
  await page.locator('.topbar', { hasText: 'CONFIDENTIAL' }).waitFor()
  await page.emulateMedia({ media: 'print' })
  for (const furniture of ['.topbar', '.rail', '.actionbar']) {
    assert.equal(await page.locator(furniture).isVisible(), false, furniture)
  }
  const boxes = await page.evaluate(() => {
    const found: Record<string, string> = {}
    const walk = (rules: CSSRuleList): void => {
      for (const rule of rules) {
        if (rule.constructor.name === 'CSSMarginRule') {
          found[(rule as unknown as { name: string }).name] = (rule as unknown as { style: CSSStyleDeclaration }).style.getPropertyValue('content')
        }
        const inner = (rule as unknown as { cssRules?: CSSRuleList }).cssRules
        if (inner) {
          walk(inner)
        }
      }
    }
    for (const sheet of document.styleSheets) {
      walk(sheet.cssRules)
    }
    return found
  })
  assert.match(boxes['top-center'] ?? '', /CONFIDENTIAL/)
  assert.match(boxes['bottom-center'] ?? '', /CONFIDENTIAL/)
  assert.match(boxes['bottom-left'] ?? '', /\d{6}Z [A-Z]{3} \d{2}.*Hana Haddad/)
  assert.match(boxes['bottom-right'] ?? '', /counter\(page\).*counter\(pages\)/)
  assert.match((await page.pdf()).subarray(0, 5).toString(), /^%PDF-/)
}, { noMap: true }))

test(...journey('a reader outside the mission sees what is approved and released, and is offered nothing to write', async ({ open }) => {
  const mission = await ownMission()
  const state = await addPerson(mission.node, 'ruth', { role: 'MS-RO', org: 'Ruritania', name: 'Ruth Rey' })
  const handling = (releasableTo: string[]) => ({ level: 'U', compartments: [], owner: 'MJ', releasableTo, caveats: [] })
  const released = await logIncident(mission.node, mission.ben, { title: 'Road reopened, for sharing' }, { handling: handling(['*', 'Ruritania']) })
  const inside = await logIncident(mission.node, mission.ben, { title: 'Road reopened, inside only' }, { handling: handling(['*']) })
  const page = await open(mission.node.url)
  await signIn(page, state.login)
  await roomReady(page)
  assert.equal(await logRow(page, 'Road reopened').count(), 0, 'not approved yet')
  const approve = (r: Seen) => ask<Seen>(mission.node, mission.anna, `/api/records/${r.id}/actions`, { type: 'approve', basedOn: r.version, patch: {}, at: new Date().toISOString() })
  await approve(inside)
  await approve(released)
  await logRow(page, 'for sharing').waitFor()
  assert.equal(await logRow(page, 'inside only').count(), 0)
  assert.equal(await page.getByLabel('Quick log').count(), 0)
  assert.equal(await page.getByRole('link', { name: 'Import' }).count(), 0)
  await turnTo(page, `/records/${released.ref}`)
  await page.getByRole('heading', { name: 'for sharing' }).waitFor()
  for (const name of ['Edit', 'Approve', 'More']) {
    assert.equal(await page.getByRole('button', { name }).count(), 0, name)
  }
}, { noMap: true }))
