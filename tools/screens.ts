// Pictures of every screen for docs/screens, on the sample mission: each sheet shows one screen in four faces –
// light in English, dark in French, night red in Spanish, light in Arabic. Run by hand after a change that is seen:
//   node bin/vigie-dev screens [NAME…]     (a screen of that name, else all whose name holds it)
// VIGIE_E2E_SAMPLE=DIR takes a data folder the sample mission is loaded in already.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { OPENED, PAGES, settled } from '../e2e/support/every-screen.ts'
import { startNode } from '../e2e/support/node.ts'
import { PASSWORD, addPerson, ask } from '../e2e/support/people.ts'
import type { Person, Seen } from '../e2e/support/people.ts'
import { launch } from '../test/chromium.ts'

const FACES = [['light', 'en'], ['dark', 'fr'], ['night', 'es'], ['light', 'ar']] as const
const WIDE = { width: 1280, height: 800 }
const PHONE = { width: 360, height: 740 }
/** Time for charts to come to rest, in milliseconds. */
const REST_MS = 2500
/** Time a map is given until all of it is drawn, four at once without a graphics card. */
const MAP_MS = 300_000
/** What tells that a page is whole: its maps drawn, its counts here, and no answer came in since a while. A map may call itself drawn before its first tiles. */
const WHOLE = `[...document.querySelectorAll('.maplibregl-map')].every((map) => 'drawn' in map.dataset)
  && document.querySelector('main [aria-busy="true"]') === null
  && [...document.querySelectorAll('.mapcount')].every((count) => count.textContent !== '')
  && performance.getEntriesByType('resource').every((one) => one.responseEnd < performance.now() - ${REST_MS})`

type Shot = { name: string; path: string; phone?: true; open?: (page: Page) => Promise<void>; shown?: string }

const data = process.env['VIGIE_E2E_SAMPLE']
if (data === undefined) {
  throw new Error('set VIGIE_E2E_SAMPLE to a data folder with the sample mission: node bin/vigie sample --data DIR')
}
const wanted = process.argv.slice(2)
const node = await startNode({ dataDir: data })
const browser = await launch()
try {
  const mark = Date.now().toString(36)
  // A language belongs to an account, so each face has its own.
  const people: Person[] = []
  for (const [i, [theme, locale]] of FACES.entries()) {
    people.push(await addPerson(node, `screens-${mark}-${i}-${theme}-${locale}`, { role: 'JOC-CH,ADMIN,DPO,AUDIT', name: 'Lena Lund', clearance: 'SC' }))
  }
  const [first] = people
  if (!first) {
    throw new Error('there is no face to show')
  }
  const all = await allShots(first)
  const shots = wanted.length === 0 ? all : wanted.flatMap((name) => all.filter((shot) => shot.name === name).concat(all.some((shot) => shot.name === name) ? [] : all.filter((shot) => shot.name.includes(name))))
  const folder = path.join(import.meta.dirname, '..', 'docs', 'screens')
  mkdirSync(folder, { recursive: true })
  for (const shot of shots) {
    const pictures = await Promise.all(FACES.map(([theme, locale], i) => picture(browser, people[i] ?? first, shot, theme, locale))).catch((error: unknown) => {
      process.stdout.write(`${shot.name}: ${error instanceof Error ? error.message : String(error)}\n`)
      process.exitCode = 1
      return null
    })
    if (!pictures) {
      continue
    }
    const sheet = await sheetOf(browser, pictures, shot.phone ? PHONE : WIDE)
    writeFileSync(path.join(folder, `${shot.name}.webp`), sheet)
    process.stdout.write(`${shot.name} ${Math.round(sheet.length / 1024)} kB\n`)
  }
} finally {
  await browser.close()
  await node.stop()
}

async function allShots(person: Person): Promise<Shot[]> {
  const { items: [severe] } = await ask<{ items: Seen[] }>(node, person, '/api/records?kind=incident&severity=4&limit=1&sort=-happened')
  const record = `/records/${encodeURIComponent(severe?.ref ?? '')}`
  return [
    { name: 'room', path: '/' },
    { name: 'record', path: record },
    { name: 'list-and-map', path: '/k/incident?view=split&hours=720' },
    ...PAGES.filter((at) => at !== '/nowhere').map((at) => ({ name: at.slice(1).replaceAll('/', '-'), path: at })),
    ...OPENED.map(({ name, path: at, open, shown }) => ({ name: name.replaceAll(' ', '-'), path: at, open, shown })),
    { name: 'phone-room', path: '/', phone: true },
    { name: 'phone-record', path: record, phone: true },
    { name: 'phone-list', path: '/k/incident', phone: true },
    { name: 'phone-analysis', path: '/analysis', phone: true },
    { name: 'phone-admin', path: '/admin', phone: true },
  ]
}

async function picture(from: Browser, person: Person, shot: Shot, theme: string, locale: string): Promise<Buffer> {
  const context = await from.newContext({ viewport: shot.phone ? PHONE : WIDE, reducedMotion: 'reduce' })
  try {
    await signedIn(context, person, theme, locale)
    const page = await context.newPage()
    await page.goto(`${node.url}${shot.path}`)
    await settled(page)
    if (shot.path === '/print/map') {
      // The sample holds strictly confidential records: a sheet says what it is for.
      await page.locator('#pu').fill('Briefing')
      await page.locator('main button.primary:not([disabled])').waitFor({ timeout: MAP_MS })
    }
    if (shot.open) {
      await drawn(page)
      await shot.open(page)
    }
    if (shot.shown) {
      await page.locator(shot.shown).first().waitFor()
    }
    await drawn(page)
    await asInstalled(page)
    return await page.screenshot()
  } finally {
    await context.close()
  }
}

/** Everything stands as it will stay: each map whole, charts at rest. */
async function drawn(page: Page): Promise<void> {
  await page.waitForTimeout(REST_MS)
  const end = performance.now() + MAP_MS
  while (!(await page.evaluate(WHOLE))) {
    if (performance.now() > end) {
      throw new Error('the map was not whole in time')
    }
    await page.waitForTimeout(250)
  }
  // What was drawn is on the screen once the graphics have finished it.
  await page.evaluate(`for (const canvas of document.querySelectorAll('.maplibregl-map canvas')) { canvas.getContext('webgl2')?.finish() } new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))`)
}

/** Pictures show the folder an installed node has, not the one of the machine they are taken on. */
async function asInstalled(page: Page): Promise<void> {
  const texts = "const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); for (let text = texts.nextNode(); text; text = texts.nextNode()) { text.textContent = text.textContent.replaceAll(here, '/var/lib/vigie') }"
  await page.evaluate(`{ const here = ${JSON.stringify(path.resolve(node.dataDir))}; ${texts} }`)
}

async function signedIn(context: BrowserContext, person: Person, theme: string, locale: string): Promise<void> {
  const session = await context.request.post(`${node.url}/api/session`, { data: { login: person.login, password: PASSWORD }, headers: { 'idempotency-key': crypto.randomUUID() } })
  const { csrf } = (await session.json()) as { csrf: string }
  await context.request.patch(`${node.url}/api/me`, { data: { locale }, headers: { 'x-vigie-csrf': csrf, 'idempotency-key': crypto.randomUUID() } })
  await context.addInitScript(`localStorage.setItem('vigie.prefs', JSON.stringify({ ...JSON.parse(localStorage.getItem('vigie.prefs') ?? '{}'), theme: '${theme}', locale: '${locale}' }))`)
}

/** Four pictures on one sheet, as WebP. */
async function sheetOf(from: Browser, pictures: readonly Buffer[], size: { width: number; height: number }): Promise<Buffer> {
  const columns = size === PHONE ? 4 : 2
  const scale = size === PHONE ? 0.85 : 0.6
  const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)]
  const page = await from.newPage({ viewport: { width: width * columns + 8 * (columns + 1), height: height * (4 / columns) + 8 * (4 / columns + 1) } })
  try {
    await page.setContent(`<body style="margin:8px;display:grid;gap:8px;background:#8a8f98;grid-template-columns:repeat(${columns},${width}px)">${pictures.map((p) => `<img width=${width} height=${height} src="data:image/png;base64,${p.toString('base64')}">`).join('')}</body>`, { waitUntil: 'load' })
    const cdp = await page.context().newCDPSession(page)
    const { data: webp } = await cdp.send('Page.captureScreenshot', { format: 'webp', quality: 55 })
    return Buffer.from(webp, 'base64')
  } finally {
    await page.close()
  }
}
