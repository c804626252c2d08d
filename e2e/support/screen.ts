import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { chromium, until } from './journey.ts'
import { PASSWORD } from './people.ts'

/** Sign in through the form that is on screen, and wait for the room. */
export async function signIn(page: Page, login: string, password = PASSWORD): Promise<void> {
  await page.locator('#login').fill(login)
  await page.locator('#password').fill(password)
  await page.locator('form button[type=submit]').click()
  await page.locator('.topbar .user').waitFor()
}

/** The room is there: log answered, link open. */
export async function roomReady(page: Page): Promise<void> {
  await page.locator('.loghead').waitFor()
  await until('the log has answered', async () => (await page.locator('.loghead [aria-live]').innerText()) !== '')
  await page.locator('.topbar .link:not(.level0)').waitFor()
}

/** The numbers of “showing n of N” over the log. */
export async function shownInLog(page: Page): Promise<{ shown: number; total: number }> {
  return numbers(await page.locator('.loghead [aria-live]').innerText())
}

/** The numbers of “n of N in this view” under the map; null until the map has told. */
export async function shownOnMap(page: Page): Promise<{ shown: number; total: number } | null> {
  const text = await page.locator('.mapcount').innerText()
  return text === '' ? null : numbers(text)
}

function numbers(text: string): { shown: number; total: number } {
  const [shown, total] = [...text.matchAll(/\d[\d,\u202f\u00a0]*/g)].map((m) => Number(m[0].replace(/\D/g, '')))
  assert.ok(shown !== undefined && total !== undefined, `no two numbers in “${text}”`)
  return { shown, total }
}

/** A row of the log by words in it. */
export function logRow(page: Page, text: string | RegExp) {
  return page.locator('.logrows .logrow', { hasText: text })
}

/** Colours of a picture (PNG) and how many pixels each has, the most frequent first: `r,g,b`. */
export async function colours(png: Buffer): Promise<{ colour: string; pixels: number }[]> {
  const page = await readerPage()
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')
    if (!context) {
      return []
    }
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    const counts = new Map<string, number>()
    for (let i = 0; i < data.length; i += 4) {
      const key = `${data[i]},${data[i + 1]},${data[i + 2]}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    return [...counts].map(([colour, pixels]) => ({ colour, pixels })).sort((a, b) => b.pixels - a.pixels)
  }, png.toString('base64'))
}

/** Pixels of a picture within `tolerance` of any of these colours (`#rrggbb`) in every channel. */
export function pixelsOf(all: readonly { colour: string; pixels: number }[], wanted: readonly string[], tolerance = 2): number {
  const rgbs = wanted.map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)))
  return all.filter((c) => {
    const [r = 0, g = 0, b = 0] = c.colour.split(',').map(Number)
    return rgbs.some(([x = 0, y = 0, z = 0]) => Math.abs(r - x) <= tolerance && Math.abs(g - y) <= tolerance && Math.abs(b - z) <= tolerance)
  }).reduce((sum, c) => sum + c.pixels, 0)
}

let reader: Promise<Page> | null = null

/** A blank page that reads pictures; the pages under test forbid what it needs. */
function readerPage(): Promise<Page> {
  reader ??= chromium().then((browser) => browser.newPage())
  return reader
}

/** Picture of the map alone, without what stands over it. */
export async function mapPicture(page: Page): Promise<Buffer> {
  return page.locator('.mapcanvas').screenshot({ animations: 'disabled' })
}

/** Words a reader sees that look like keys of a text nobody translated: `room.log.empty`, `ui.quick.save`. */
export async function untranslated(page: Page): Promise<string[]> {
  const text = await page.evaluate(() => {
    const words = [document.body.innerText]
    for (const element of document.querySelectorAll('[aria-label],[title],[placeholder]')) {
      words.push(element.getAttribute('aria-label') ?? '', element.getAttribute('title') ?? '', element.getAttribute('placeholder') ?? '')
    }
    return words.join('\n')
  })
  return [...new Set([...text.matchAll(/(?<![\w/@.-])[a-z]+(?:-[a-z]+)*\.[a-zA-Z]+(?:[.-][a-zA-Z]+)*(?![\w/@-])/g)].map((m) => m[0]))]
}

type AxNode = { ignored: boolean; role?: { value: string }; name?: { value: string }; backendDOMNodeId?: number }
const NEEDS_NAME = new Set(['button', 'link', 'textbox', 'searchbox', 'combobox', 'checkbox', 'radio', 'switch', 'slider', 'tab', 'menuitem', 'listbox', 'option', 'spinbutton'])

/** Controls without an accessible name, by role and the HTML they begin with. */
export async function namelessControls(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  try {
    const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as { nodes: AxNode[] }
    const bad = nodes.filter((n) => !n.ignored && NEEDS_NAME.has(n.role?.value.toLowerCase() ?? '') && (n.name?.value ?? '').trim() === '')
    return await Promise.all(bad.map(async (n) => {
      const { outerHTML } = n.backendDOMNodeId === undefined ? { outerHTML: '?' } : await session.send('DOM.getOuterHTML', { backendNodeId: n.backendDOMNodeId })
      return `${n.role?.value}: ${outerHTML.slice(0, 160)}`
    }))
  } finally {
    await session.detach()
  }
}
