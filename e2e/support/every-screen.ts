import type { Page } from 'playwright-core'
import { until } from './journey.ts'

/** Pages by their addresses, for somebody who may see all of them. */
export const PAGES = ['/wall', '/k/incident', '/k/area', '/k/actor', '/k/alert', '/alert-rules', '/alert-rules/new', '/k/contact', '/k/warning', '/admin/channels', '/my-notices', '/movements', '/movements/new', '/casualties', '/casualties/mascal', '/medic', '/casevac', '/casevac/new', '/facilities', '/casevac/compliance', '/k/held-message', '/k/restriction', '/k/road-mark', '/restrictions/new', '/log', '/watch', '/cirs', '/orders', '/orders/new', '/crises', '/products', '/k/product', '/k/unit-report', '/track-rules/new', '/k/overlay', '/k/field-report', '/k/message', '/k/track', '/k/user', '/searches', '/import', '/device', '/admin', '/admin/users', '/admin/roles', '/admin/areas', '/admin/audit', '/admin/backup', '/admin/health', '/admin/kinds', '/admin/taxonomy', '/admin/maps', '/admin/tak', '/admin/sms', '/admin/product-templates', '/print/map', '/forecast', '/analysis', '/quality', '/clocks', '/messages', '/roads', '/reports', '/connect', '/me', '/technologies', '/feeds', '/feeds/add', '/notifications', '/notifications/new', '/statistics/fatalities', '/nowhere'] as const

/** What stands open over or inside a page: how it is opened, what shows that it is open; `closes`: Escape takes it away and leaves the page as it was. */
export const OPENED: readonly { name: string; path: string; open(page: Page): Promise<void>; shown: string; closes?: true }[] = [
  { name: 'keys', path: '/', open: (page) => page.keyboard.press('?'), shown: '.dialog .keymap', closes: true },
  { name: 'glossary', path: '/', open: (page) => page.keyboard.press('Shift+G'), shown: '.glossarylist', closes: true },
  { name: 'palette', path: '/', open: (page) => page.keyboard.press('Control+k'), shown: '.dialog.palette [role=option]', closes: true },
  { name: 'user menu', path: '/', open: (page) => page.locator('.topbar .user').click(), shown: '.menu .segments', closes: true },
  { name: 'quick-log in use', path: '/', open: async (page) => { await page.keyboard.press('/'); await page.keyboard.type('contact 1345Z 30P VB 123456 amb 2 x PKM 1 inj') }, shown: '.chips .chip' },
  { name: 'record beside the log', path: '/?t=all', open: (page) => page.locator('.logrows .logrow').first().click(), shown: '.recordpanel h1' },
  { name: 'known then', path: '/?t=720', open: (page) => page.keyboard.press('p'), shown: '.pastbar' },
  { name: 'map tools', path: '/', open: (page) => page.locator('.maptools [aria-haspopup], .maptools button').first().click(), shown: '.mapcanvas canvas' },
  { name: 'position by voice', path: '/', open: async (page) => { await mapDrawn(page); await page.locator('.tracksside h2 button').click() }, shown: '.trackover form' },
  { name: 'who is nearest', path: '/', open: async (page) => { await mapDrawn(page); await page.locator('.tracksside .siderow').first().waitFor(); await page.keyboard.press('n') }, shown: '.trackover .nearlist' },
  { name: 'rows chosen', path: '/k/incident', open: async (page) => { await page.locator('.tablebox .tr').nth(1).waitFor(); await page.locator('.tablebox').focus(); await page.keyboard.press(' ') }, shown: '.chosenbar' },
  { name: 'a report', path: '/products', open: (page) => page.locator('.productline a').first().click(), shown: '.productpaper .productsection' },
  { name: 'a report read out', path: '/products', open: async (page) => { await page.locator('.productline a').first().click(); await page.locator('a[href$="/brief"]').click(); await page.locator('.briefcover').waitFor(); await page.keyboard.press('PageDown') }, shown: '.brief .productsection' },
  { name: 'strip map', path: '/movements', open: async (page) => { await page.goto(new URL(`/movements/${await out(page)}/strip`, page.url()).href) }, shown: '.stripsheet .striptitle' },
  { name: 'who can be there', path: '/k/incident', open: async (page) => { await page.goto(new URL(`/records/${await placed(page)}`, page.url()).href); await page.locator('.card:has(#nearest-title) button').click() }, shown: '.nearcard' },
  { name: 'new record', path: '/k/actor', open: async (page) => { await page.locator('.tablebox').waitFor(); await page.keyboard.press('n') }, shown: '.dialog form' },
]

/** The page has come: its frame, its words, no grey bars any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main').first().waitFor()
  await until(`${page.url()} is filled`, async () => (await page.locator('main').innerText()).trim().length > 20 && (await page.locator('main .skeleton').count()) === 0)
}

/** Reference of an incident that lies somewhere. */
async function placed(page: Page): Promise<string> {
  return page.evaluate(async () => ((await (await fetch('/api/records?kind=incident&limit=50')).json()) as { items: { ref: string; geometry: object | null }[] }).items.find((one) => one.geometry)?.ref ?? '')
}

/** Reference of a movement that is planned or out. */
async function out(page: Page): Promise<string> {
  return page.evaluate(async () => ((await (await fetch('/api/records?kind=movement&sort=-logged&limit=1')).json()) as { items: { ref: string }[] }).items[0]?.ref ?? '')
}

/** All of the map is on the screen, and what hangs on it answers keys. */
async function mapDrawn(page: Page): Promise<void> {
  await page.locator('.maplibregl-map[data-drawn]').waitFor({ timeout: 60_000 })
}
