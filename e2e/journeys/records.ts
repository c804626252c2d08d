import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { ask, logIncident, records } from '../support/people.ts'
import { logRow, namelessControls, roomReady, signIn } from '../support/screen.ts'
import { turnTo } from '../support/turn.ts'

test(...journey('two people edit one record: the second sees both texts side by side and decides; history has both', async ({ open }) => {
  const mission = await ownMission()
  const record = await logIncident(mission.node, mission.ben, { title: 'Bridge at the mill' })
  const [first, second] = [await open(`${mission.node.url}/records/${record.ref}`), await open(`${mission.node.url}/records/${record.ref}`)]
  await Promise.all([signIn(first, 'ben'), signIn(second, 'anna')])
  for (const page of [first, second]) {
    await page.getByRole('button', { name: 'Edit' }).click()
  }
  const title = (page: typeof first) => page.getByRole('textbox', { name: /^Title/ })
  await title(first).fill('Bridge at the mill, east bank')
  await title(second).fill('Bridge at the mill, west bank')
  assert.deepEqual(await namelessControls(second), [])
  await first.getByRole('button', { name: 'Save' }).click()
  await first.getByRole('heading', { name: 'Bridge at the mill, east bank' }).waitFor()
  await second.getByRole('button', { name: 'Save' }).click()

  const contested = second.locator('.contested')
  await contested.waitFor()
  const text = await contested.innerText()
  assert.match(text, /east bank/)
  assert.match(text, /west bank/)
  assert.equal(await second.getByRole('heading', { level: 1 }).innerText(), 'Bridge at the mill, east bank', 'what stood still stands')
  await first.locator('.contested').waitFor()
  await contested.getByRole('button', { name: 'Take this' }).click()
  for (const page of [second, first]) {
    await page.getByRole('heading', { name: 'Bridge at the mill, west bank' }).waitFor()
    await page.locator('.contested').waitFor({ state: 'detached' })
  }
  await until('history names both', async () => {
    const history = await second.locator('.history').innerText()
    return /Ben Bakary/.test(history) && /Anna Adou/.test(history) && /Conflict decided/.test(history)
  })
  await until('both edits stand in it', async () => (await second.locator('.history > li', { hasText: 'Edit' }).count()) === 2)
}, { noMap: true }))

test(...journey('merging keeps every source, shows lowest–highest and not a sum, and is undone', async ({ open }) => {
  const mission = await ownMission()
  const from = new Date(Date.now() - 5 * 3_600_000)
  const report = (title: string, minutes: number, killed: number, source: string) => logIncident(mission.node, mission.ben, {
    title, category: 'CV.01', happened: { from: new Date(from.getTime() + minutes * 60_000).toISOString(), precision: 'EXACT' },
    place: { lon: -3.2 + minutes / 10_000, lat: 14.9, precision: 2, radiusM: 500, method: 'GRID' },
    sources: [{ id: 's1', type: 'UNIT', reliability: 'B', credibility: '3', text: source }], impact: [{ group: 'CIV', killed: { est: killed }, status: 'REPORTED' }],
  })
  const kept = await report('Village attacked, told by the battalion', 0, 2, 'Told by the battalion.')
  const other = await report('Village attacked, told by the police', 20, 5, 'Told by the police.')
  const page = await open(`${mission.node.url}/records/${kept.ref}`)
  await signIn(page, 'anna')
  const harm = async (): Promise<string> => (await page.locator('table.harm td').first().innerText()).trim()
  await page.locator('table.harm').waitFor()
  assert.equal(await harm(), '2')
  const suggestion = page.locator('.duplicate', { hasText: other.ref })
  await suggestion.waitFor()
  assert.match(await suggestion.innerText(), /\d+ %[\s\S]*\w+/)
  await suggestion.getByRole('button', { name: 'Merge into this' }).click()
  await until('lowest–highest is shown', async () => (await harm()) === '2–5')
  await until('both sources stand', async () => {
    const sources = await page.locator('.source').allInnerTexts()
    return sources.length === 2 && sources.some((s) => s.includes('battalion')) && sources.some((s) => s.includes('police'))
  })
  await until('the other report is merged', async () => (await records(mission.node, mission.anna, `kind=incident&ids=${other.id}&workflow=merged`)).total === 1)
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
  await until('the figure is as before', async () => (await harm()) === '2')
  await until('the other report stands again as it was', async () => (await records(mission.node, mission.anna, `kind=incident&ids=${other.id}`)).items[0]?.workflow === 'submitted')
}, { noMap: true }))

test(...journey('need-to-know: without the compartment a record is not in the log, not found, not at its address', async ({ open }) => {
  const mission = await ownMission()
  const secret = await logIncident(mission.node, mission.hana, { title: 'Testimony Obsidian', narrative: 'Obsidian witness statement.' }, {
    handling: { level: 'C', compartments: ['HR'], owner: 'MJ', releasableTo: ['*'], caveats: [] },
  })
  const [holder, outsider] = [await open(mission.node.url), await open(mission.node.url)]
  await Promise.all([signIn(holder, 'hana'), signIn(outsider, 'ben')])
  await Promise.all([roomReady(holder), roomReady(outsider)])
  await logRow(holder, 'Testimony Obsidian').waitFor()
  await outsider.keyboard.press('f')
  await outsider.keyboard.type('Obsidian')
  await until('the search has answered', async () => (await outsider.locator('.logrows').innerText()).includes('Nothing in this window'))
  await outsider.goto(`${mission.node.url}/?t=all`)
  await roomReady(outsider)
  assert.equal(await logRow(outsider, 'Obsidian').count(), 0)
  for (const name of [secret.ref, secret.id]) {
    await outsider.goto(`${mission.node.url}/records/${name}`)
    await outsider.getByText('It does not exist, or you may not see it').waitFor()
    assert.ok(!(await outsider.content()).includes('Testimony'), 'not even in the page')
  }
  // A change to it does not reach the other screen either, while one to an open record does.
  await outsider.goto(mission.node.url)
  await roomReady(outsider)
  await logIncident(mission.node, mission.hana, { title: 'Testimony Obsidian two' }, { handling: { level: 'C', compartments: ['HR'], owner: 'MJ', releasableTo: ['*'], caveats: [] } })
  await logIncident(mission.node, mission.hana, { title: 'Open remark after it' })
  await logRow(outsider, 'Open remark after it').waitFor()
  assert.equal(await logRow(outsider, 'Obsidian').count(), 0)
  await turnTo(holder, `/records/${secret.ref}`)
  await holder.getByRole('heading', { name: 'Testimony Obsidian' }).waitFor()
  assert.match(await holder.locator('.handline').first().innerText(), /CONFIDENTIAL/i)
}, { noMap: true }))

test(...journey('an open record that is taken into a compartment leaves the screens of those outside it at once', async ({ open }) => {
  const mission = await ownMission()
  const handling = (compartments: string[]) => ({ level: 'C', compartments, owner: 'MJ', releasableTo: ['*'], caveats: [] })
  const record = await logIncident(mission.node, mission.hana, { title: 'Statement Malachite' }, { handling: handling([]) })
  const [alone, room] = [await open(`${mission.node.url}/records/${record.ref}`), await open(mission.node.url)]
  await Promise.all([signIn(alone, 'ben'), signIn(room, 'anna')])
  await alone.getByRole('heading', { name: 'Statement Malachite' }).waitFor()
  await roomReady(room)
  await logRow(room, 'Malachite').waitFor()
  await alone.locator('.topbar .link:not(.level0)').waitFor()
  await ask(mission.node, mission.hana, `/api/records/${record.id}/actions`, { type: 'handle', basedOn: record.version, patch: { handling: handling(['HR']) }, reason: 'Names a witness', at: new Date().toISOString() })
  await alone.getByText('It does not exist, or you may not see it').waitFor()
  assert.ok(!(await alone.locator('main').innerText()).includes('Malachite'))
  await logRow(room, 'Malachite').waitFor({ state: 'detached' })
}, { noMap: true }))

test(...journey('script in a narrative stays text: no element, no dialog, no run; inline script is blocked', async ({ open }) => {
  const mission = await ownMission()
  const evil = '<img src=x onerror="window.__ran=1;alert(1)"><script>window.__ran=2</script>"><svg onload=alert(2)>'
  const record = await logIncident(mission.node, mission.ben, { title: `Shots ${evil}`, narrative: `Heard ${evil} near the ford.` })
  const page = await open(mission.node.url)
  let dialogs = 0
  page.on('dialog', (dialog) => {
    dialogs += 1
    void dialog.dismiss()
  })
  await signIn(page, 'anna')
  await roomReady(page)
  await logRow(page, '<img src=x').waitFor()
  await turnTo(page, `/records/${record.ref}`)
  await page.getByText('near the ford').first().waitFor()
  assert.ok((await page.locator('main').innerText()).includes(`Heard ${evil} near the ford.`))
  assert.equal(await page.locator('main img, main script, main [onload], main [onerror]').count(), 0)
  const blocked = page.evaluate(() => new Promise<string>((resolve) => {
    document.addEventListener('securitypolicyviolation', (e) => resolve(`${e.effectiveDirective} ${e.blockedURI}`), { once: true })
    const script = document.createElement('script')
    script.textContent = 'window.__ran = 3'
    document.body.append(script)
  }))
  assert.match(await blocked, /^script-src\S* inline$/)
  assert.equal(await page.evaluate(() => (window as unknown as { __ran?: number }).__ran), undefined)
  assert.equal(dialogs, 0)
}, { noMap: true }))
