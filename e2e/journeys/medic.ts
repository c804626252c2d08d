import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { handoverFrames } from '../../domains/casualties/shared/handover-code.ts'
import { launch } from '../../test/chromium.ts'
import { writeVideo } from '../support/camera.ts'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { addPerson, ask, records, type Person } from '../support/people.ts'
import { signIn } from '../support/screen.ts'
import type { Running } from '../support/node.ts'

const PHONE = { viewport: { width: 360, height: 740 } }

/** A phone that was opened once with a link: everything a medic needs lies on it. */
async function phone(open: (url: string, options?: object) => Promise<Page>, url: string, login: string): Promise<Page> {
  const page = await open(url, PHONE)
  await signIn(page, login)
  await until('the page is kept on the device', () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated' && (await caches.keys()).length === 1), 60_000)
  const passed = page.waitForResponse((answer) => answer.url().endsWith('/api/casualties/passes'))
  await page.goto(`${url}/medic`)
  await page.getByRole('button', { name: 'New casualty' }).waitFor()
  assert.equal((await passed).status(), 200)
  await page.context().setOffline(true)
  await page.reload()
  await page.getByRole('button', { name: 'New casualty' }).waitFor()
  return page
}

async function newCasualty(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'New casualty' }).click()
  await page.getByRole('button', { name: 'T1 Immediate' }).click()
  // By keys alone: from part to part with arrows, chosen with Enter.
  await page.locator('.bodymap svg').first().locator('path').first().focus()
  for (let i = 0; i < 20 && (await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))) !== 'left thigh'; i += 1) {
    await page.keyboard.press(i < 5 ? 'ArrowDown' : i < 6 ? 'ArrowRight' : 'ArrowDown')
  }
  await page.getByRole('button', { name: 'left thigh' }).first().press('Enter')
  await page.locator('.injuries li', { hasText: 'left thigh: gunshot' }).waitFor()
  const number = await page.getByLabel('Battle number').inputValue()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Vitals' }).waitFor()
  return number
}

async function vitals(page: Page, pulse: string, upper: string): Promise<void> {
  await page.getByRole('button', { name: 'Vitals' }).click()
  await page.locator('input[name=hr]').fill(pulse)
  await page.locator('input[name=sbp]').fill(upper)
}

async function casualtiesOf(node: Running, person: Person, number: string) {
  return (await records(node, person, 'kind=casualty&limit=200')).items.filter(({ data }) => data['battleNo'] === number)
}

test(...journey('two phones without a link: the casualty goes from one to the other as a picture of a code, and is one casualty at the node', async ({ open, tell }) => {
  const mission = await ownMission()
  const mark = Date.now().toString(36)
  const medic = await addPerson(mission.node, `medic-${mark}`, { role: 'CMO', compartments: 'MED', name: 'Mira Medic' })
  const crew = await addPerson(mission.node, `crew-${mark}`, { role: 'MOVCON', compartments: 'MED', name: 'Cleo Crew' })
  const [first, second] = [await phone(open, mission.node.url, medic.login), await phone(open, mission.node.url, crew.login)]
  const number = await newCasualty(first)

  await vitals(first, '128', '1200')
  await first.getByRole('button', { name: 'Save' }).click()
  await first.getByText('1,200 mmHg cannot be: it is 0 to 300.').waitFor()
  await first.getByRole('button', { name: 'A nought too many? Use 120' }).click()
  await first.getByRole('button', { name: 'Save' }).click()
  await vitals(first, '134', '86')
  await first.getByRole('button', { name: 'Save' }).click()
  await first.getByRole('button', { name: 'Treatment' }).click()
  await first.getByRole('button', { name: 'Tourniquet' }).click()
  await first.getByRole('button', { name: 'Left leg' }).click()
  await first.getByRole('button', { name: 'Save' }).click()
  await first.locator('.medicnow').getByText('4 waiting').waitFor()
  await first.reload()
  await first.locator('.medicnow').getByText('4 waiting').waitFor()

  await first.getByRole('button', { name: 'Hand over' }).click()
  const code = first.locator('svg.qrcode')
  await code.waitFor()
  await first.getByText('It is signed by this device').waitFor()
  const hold = first.getByRole('button', { name: 'Hold' })
  if ((await hold.count()) > 0) {
    await hold.click()
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-code-'))
  const picture = path.join(folder, 'code.png')
  await code.screenshot({ path: picture })
  const text = (await first.locator('.handover details textarea').inputValue()).trim()
  const codes = text.split('\n')
  tell(`a casualty with two readings, signed, is ${codes.length} codes of ${text.length} characters`)
  assert.ok(codes.length <= 3)
  const pictures = [picture]
  for (let i = 1; i < codes.length; i += 1) {
    await first.getByRole('button', { name: 'Next' }).click()
    pictures.push(path.join(folder, `code-${i}.png`))
    await code.screenshot({ path: pictures[i]! })
  }

  await second.getByRole('button', { name: 'Take over: read a code' }).click()
  await second.locator('input[type=file]').setInputFiles(pictures)
  await second.getByText('2 readings, 1 treatments, 1 injuries').waitFor()
  await second.getByText('Signed on the device of Mira Medic; nothing was changed.').waitFor()
  await second.getByRole('button', { name: 'Take over', exact: true }).click()
  await second.getByLabel('Its name or call sign').fill('MEDEVAC 1')
  await second.getByRole('button', { name: 'They are there' }).click()
  await vitals(second, '120', '92')
  await second.getByRole('button', { name: 'Save' }).click()
  await second.locator('.mediclist li', { hasText: number }).getByText('3 waiting').waitFor()
  rmSync(folder, { recursive: true })

  await second.context().setOffline(false)
  await until('the second phone has sent', async () => (await casualtiesOf(mission.node, crew, number)).length === 1, 60_000)
  await first.context().setOffline(false)
  await first.goto(`${mission.node.url}/medic`)
  await until('both have sent everything', async () => (await first.locator('.tag.accent').count()) + (await second.locator('.tag.accent').count()) === 0 && (await first.locator('.mediclist li', { hasText: number }).count()) === 1, 60_000)
  const [one, ...more] = await casualtiesOf(mission.node, medic, number)
  assert.equal(more.length, 0, 'one casualty')
  const data = one?.data as { vitals: { hr: number; sbp: number; at: string }[]; treatments: object[]; injuries: object[]; places: { name: string }[]; events: Record<string, { source: string }>; status: string; triage: string }
  assert.deepEqual(data.vitals.map(({ hr, sbp }) => [hr, sbp]), [[128, 120], [134, 86], [120, 92]])
  assert.deepEqual([data.treatments.length, data.injuries.length, data.places.map(({ name }) => name).join(), data.status, data.triage], [1, 1, 'MEDEVAC 1', 'EVAC', 'T1'])
  assert.deepEqual(Object.keys(data.events).sort(), ['T0', 'T1', 'T7'])

  const desk = await open(`${mission.node.url}/records/${one?.ref ?? ''}`)
  await signIn(desk, medic.login)
  await desk.getByRole('heading', { name: /Vital signs: Pulse 120, falling from 134/ }).waitFor()
  await desk.getByRole('group', { name: 'Vital signs over time' }).waitFor()
  await until('three readings stand in the table', async () => (await desk.locator('.caretable tbody tr').count()) === 3)

  const outsider = await addPerson(mission.node, `toc-${mark}`, { role: 'TOC', name: 'Tom Toc' })
  const other = await open(mission.node.url)
  await signIn(other, outsider.login)
  await other.goto(`${mission.node.url}/casualties/${one?.ref ?? ''}`)
  await other.getByText('Clinical details are withheld from you').first().waitFor()
  assert.equal(await other.locator('.trend').count(), 0)
  assert.ok(!(await other.locator('main').innerText()).includes('gunshot'))
}, { asInUse: true, noMap: true }))

test(...journey('a code held before the camera is read from the moving picture; what nobody signed is said to be so', async ({ tell }) => {
  const mission = await ownMission()
  const mark = Date.now().toString(36)
  const crew = await addPerson(mission.node, `camera-${mark}`, { role: 'MOVCON', compartments: 'MED', name: 'Cleo Crew' })
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-camera-'))
  const video = path.join(folder, 'camera.y4m')
  const id = crypto.randomUUID()
  const codes = handoverFrames({ id, base: { battleNo: `CM-${mark}`, category: 'un-military' }, sorted: { triage: 'T2', priority: 'B', t: '2026-08-18T13:50:00.000Z' }, vitals: [{ id: 'v1', at: '2026-08-18T13:50:00.000Z', hr: 118, sbp: 96 }] }, null, 110)
  assert.ok(codes.length > 1)
  writeVideo(video, codes)
  const browser = await launch({ args: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${video}`] })
  try {
    const page = await (await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en-GB' })).newPage()
    await page.goto(mission.node.url)
    await signIn(page, crew.login)
    await page.goto(`${mission.node.url}/medic?do=read`)
    const from = Date.now()
    await page.getByRole('button', { name: 'Camera', exact: true }).click()
    await page.getByText('1 readings, 0 treatments, 0 injuries').waitFor({ timeout: 120_000 })
    tell(`${codes.length} codes read by the camera in ${((Date.now() - from) / 1000).toFixed(1)} s`)
    await page.getByText('Not signed: anybody may have made this code.').waitFor()
    await page.locator('video').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Take over', exact: true }).click()
    await until('the node has them', async () => (await casualtiesOf(mission.node, crew, `CM-${mark}`)).length === 1)
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true })
  }
}, { noMap: true }))

test(...journey('many casualties: two write side by side, each sees the other’s lines, every number once', async ({ open, tell }) => {
  const mission = await ownMission()
  const mark = Date.now().toString(36)
  const people = await Promise.all(['one', 'two'].map((name) => addPerson(mission.node, `typist-${name}-${mark}`, { role: 'JOC-DO', compartments: 'MED', name: `Typist ${name}` })))
  const event = crypto.randomUUID()
  // The forty of three others are there already.
  for (let i = 0; i < 40; i += 1) {
    const id = `01890000-0000-7000-8000-${Math.random().toString(16).slice(2, 14).padEnd(12, '0')}`
    await ask(mission.node, people[0]!, `/api/casualties/${id}/care`, { state: { id, base: { battleNo: `ZZ-${String(i + 1).padStart(2, '0')}`, category: 'unknown', litter: true, incident: event, mechanismNote: 'blast' }, sorted: { triage: 'T2', priority: 'B', t: new Date().toISOString() } } })
  }
  const pages = await Promise.all(people.map(async ({ login }) => {
    const page = await open(`${mission.node.url}/casualties/mascal?incident=${event}`)
    await signIn(page, login)
    await page.locator('.mascalgrid tbody tr').nth(39).waitFor()
    return page
  }))
  const took: number[] = []
  const began = Date.now()
  await Promise.all(pages.map(async (page, n) => {
    for (let i = 0; i < 10; i += 1) {
      await page.locator('#mc-triage').waitFor()
      const number = await page.locator('.mascalentry .caseno').innerText()
      await page.keyboard.press(String(1 + ((i + n) % 3)))
      await page.keyboard.type(i % 2 === 0 ? 'gsw left thigh' : 'burns both hands, face', { delay: 2 })
      // From the key to the line on the screen, as the page itself sees it.
      const seen = page.evaluate((wanted) => new Promise<number>((resolve) => {
        const start = (event: KeyboardEvent) => {
          if (event.key !== 'Enter') {
            return
          }
          window.removeEventListener('keydown', start, true)
          const from = performance.now()
          const look = () => ([...document.querySelectorAll('.mascalgrid tbody th')].some((cell) => cell.textContent?.trim() === wanted) ? resolve(performance.now() - from) : void requestAnimationFrame(look))
          look()
        }
        window.addEventListener('keydown', start, true)
        ;(window as { ready?: boolean }).ready = true
      }), number)
      await page.waitForFunction(() => (window as { ready?: boolean }).ready === true)
      await page.evaluate(() => { (window as { ready?: boolean }).ready = false })
      await page.keyboard.press('Enter')
      took.push(await seen)
    }
  }))
  const sorted = took.toSorted((a, b) => a - b)
  tell(`20 lines by two in ${((Date.now() - began) / 1000).toFixed(1)} s with 60 on the screen; from Enter to the line ${Math.round(sorted[10] ?? 0)} ms in the middle, ${Math.round(sorted.at(-1) ?? 0)} ms at most`)
  for (const page of pages) {
    await until('all sixty are on the screen', async () => (await page.locator('.mascalgrid tbody tr').count()) === 60, 60_000)
    await until('nothing waits', async () => (await page.locator('.mascalgrid .tag').count()) === 0, 60_000)
  }
  const kept = (await records(mission.node, people[0]!, `kind=casualty&where.incident=${event}&limit=100`)).items
  assert.equal(kept.length, 60)
  assert.equal(new Set(kept.map(({ data }) => data['battleNo'])).size, 60, 'no number twice')
  const thigh = kept.filter(({ data }) => (data['injuries'] as { region: string }[] | undefined)?.some(({ region }) => region === 'thigh'))
  assert.equal(thigh.length, 10, 'what was typed stands on the body map')

  // One figure sorts a line anew; the other sees it.
  const [left, right] = pages as [Page, Page]
  const row = left.locator('.mascalgrid tbody tr', { hasText: 'ZZ-01' })
  await row.focus()
  await left.keyboard.press('1')
  await right.locator('.mascalgrid tbody tr[data-triage=T1]', { hasText: 'ZZ-01' }).waitFor()
}, { noMap: true }))
