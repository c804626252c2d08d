import assert from 'node:assert/strict'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { violations } from './axe.ts'
import { OPENED, PAGES, settled } from './every-screen.ts'
import type { Screens } from './journey.ts'
import { addPerson } from './people.ts'
import { sampleMission } from './sample-mission.ts'
import { signIn } from './screen.ts'
import { turnTo } from './turn.ts'

/** A walk over every screen there is takes its time, and more with every screen. */
export const WALK_MS = 900_000

/** A screen of somebody who may see everything there is to see; without movement, so that colours are those that stay. */
export async function everything({ open }: Screens, locale: string, options: BrowserContextOptions = {}): Promise<{ page: Page; url: string }> {
  const { node } = await sampleMission()
  const person = await addPerson(node, `ada-${locale}-${Date.now().toString(36)}`, { role: 'ADMIN,JOC-CH,DPO,AUDIT', name: 'Ada Akande' })
  const page = await open(node.url, { locale, reducedMotion: 'reduce', ...options })
  await page.locator('#login').waitFor()
  assert.deepEqual(await violations(page), [], 'signing in')
  await signIn(page, person.login)
  return { page, url: node.url }
}

/** Goes to every page, and opens every menu and dialog; `look` is called on each. Answers how many there were. */
export async function everyScreen({ page, url }: { page: Page; url: string }, look: (name: string) => Promise<void>): Promise<number> {
  const record = await page.evaluate(async () => ((await (await fetch('/api/records?kind=incident&limit=1')).json()) as { items: { ref: string }[] }).items[0]?.ref)
  const pages = [...PAGES, `/records/${record}`]
  for (const path of pages) {
    await turnTo(page, path)
    await look(path)
  }
  let clean = ''
  for (const { name, path, open, shown, closes } of OPENED) {
    if (new URL(page.url()).pathname !== new URL(path, url).pathname) {
      await turnTo(page, path)
    } else if (path !== clean) {
      await page.goto(url + path)
      await settled(page)
    }
    await open(page)
    await page.locator(shown).first().waitFor()
    await look(name)
    clean = closes ? path : ''
    if (closes) {
      await page.keyboard.press('Escape')
      await page.locator(shown).first().waitFor({ state: 'detached' })
    }
  }
  return pages.length + OPENED.length
}

/** As the person would choose it, without going through the menu. */
export async function inTheme(page: Page, theme: 'light' | 'dark' | 'night'): Promise<void> {
  await page.evaluate((name) => { document.documentElement.dataset['theme'] = name }, theme)
}
