import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { sampleMission } from '../support/sample-mission.ts'
import { roomReady, signIn } from '../support/screen.ts'

/** What has the focus, and whether it can be seen to have it. */
type Focus = { name: string; seen: boolean; marked: boolean }

test(...journey('by keyboard: every control of the room is reached with a visible focus, help and palette open, rows move', async ({ open, tell }) => {
  const { node, kofi } = await sampleMission()
  const page = await open(node.url)
  await signIn(page, kofi.login)
  await roomReady(page)
  await page.locator('.mapcanvas canvas').waitFor()

  // Every control that can be pressed with a mouse is met by Tab.
  await page.evaluate(() => {
    for (const [i, e] of [...document.querySelectorAll('button, a[href], input, select, textarea, [tabindex]')].entries()) {
      const { width, height } = e.getBoundingClientRect()
      const box = e as HTMLElement
      if (width > 0 && height > 0 && !box.matches(':disabled, [tabindex="-1"]') && getComputedStyle(box).visibility === 'visible') {
        box.dataset['e2e'] = String(i)
      }
    }
  })
  const wanted = new Map(await page.locator('[data-e2e]').evaluateAll((all) => all.map((e) => [(e as HTMLElement).dataset['e2e'] ?? '', e.outerHTML.slice(0, 120)] as const)))
  assert.ok(wanted.size > 25, `${wanted.size} controls`)
  const unmarked: string[] = []
  const missing = new Map(wanted)
  await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur() })
  // Twice round at most: rows of what moves change their places meanwhile.
  for (let i = 0; i < 2 * (wanted.size + 30) && missing.size > 0; i += 1) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate((): Focus & { id: string } => {
      const e = document.activeElement as HTMLElement
      const { width, height } = e.getBoundingClientRect()
      // A box around a field may carry its mark.
      const marks = (x: Element | null): boolean => {
        const style = x ? getComputedStyle(x) : null
        return style !== null && ((style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none')
      }
      const around = e.closest('label, .quickbox, .searchbox') ?? e.parentElement
      return { id: e.dataset['e2e'] ?? '', name: e.outerHTML.slice(0, 120), seen: width > 0 && height > 0, marked: marks(e) || marks(around) }
    })
    if (focus.id !== '' && !focus.marked) {
      unmarked.push(focus.name)
    }
    missing.delete(focus.id)
  }
  // What moves, and what folds away for it, takes controls along: of those that still stand each was met.
  const standing = new Set(await page.locator('[data-e2e]:visible').evaluateAll((all) => all.map((e) => (e as HTMLElement).dataset['e2e'] ?? '')))
  assert.ok(standing.size > 25, `${standing.size} controls stand`)
  assert.deepEqual([...missing].filter(([id]) => standing.has(id)).map(([, html]) => html), [], 'reached by Tab')
  assert.deepEqual(unmarked, [], 'focus is visible')
  tell(`${wanted.size} controls reached by Tab`)
  await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur() })

  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keys' })
  await help.waitFor()
  for (const words of ['Log what you hear', 'Search the log', 'Commands', 'What was known earlier']) {
    assert.match(await help.innerText(), new RegExp(words))
  }
  const keys = await help.locator('[data-key]').evaluateAll((all) => all.map((e) => `${e.closest('section')?.querySelector('h3')?.textContent} ${(e as HTMLElement).dataset['key']}`))
  assert.ok(keys.length > 30, `${keys.length} keys`)
  assert.deepEqual(keys.filter((key, i) => keys.indexOf(key) !== i), [], 'no key means two things in one place')
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'detached' })

  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Commands' })
  await palette.waitFor()
  await page.keyboard.type('technology')
  await until('it is found', async () => (await palette.locator('[role=option][aria-selected=true]').innerText()).includes('Technology register'))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Technology register' }).waitFor()
  assert.match(page.url(), /\/technologies$/)
  // The quick-log is one key away from every page, however long the room takes to come.
  await page.keyboard.press('/')
  await until('the quick-log has the focus', async () => page.getByLabel('Quick log').evaluate((e) => e === document.activeElement))
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await page.getByRole('heading', { name: 'Technology register' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await roomReady(page)

  // Through the log and into a record without a mouse; Escape closes it.
  await page.locator('.logrows').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await until('a row is chosen', async () => (await page.locator('.logrow[aria-selected=true]').count()) === 1)
  assert.ok(!page.url().includes('open='), 'moving opens nothing')
  await page.keyboard.press('Enter')
  await page.locator('.recordpanel h1').waitFor()
  const ref = await page.locator('.recordpanel .panelhead .mono').innerText()
  assert.ok(page.url().includes(ref))
  await page.keyboard.press('Enter')
  await until('the record stands on its own page', async () => new URL(page.url()).pathname === `/records/${ref}`)
  await page.goBack()
  await page.locator('.recordpanel h1').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.recordpanel').waitFor({ state: 'detached' })
  await page.keyboard.press('[')
  await page.locator('.roomlog').waitFor({ state: 'hidden' })
  await page.keyboard.press('[')
  await page.locator('.roomlog').waitFor()
}))
