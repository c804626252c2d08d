import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import type { TestContext, TestOptions } from 'node:test'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { launch, skipWithoutChromium } from '../../test/chromium.ts'

/** The whole of a journey; the first on the sample mission waits for its loading, on a busy machine minutes. */
const WHOLE_MS = 330_000
/** A fact that does not come within this time is taken as not coming; generous, because a loaded machine is no failure. */
const PATIENCE_MS = 40_000

let shared: Promise<Browser> | null = null

/** The one Chromium of this run. */
export function chromium(): Promise<Browser> {
  shared ??= launch()
  return shared
}

after(async () => {
  await (await shared)?.close()
})

/** Opens screens for one journey; each is a device of its own, with its own session and storage. */
export type Screens = {
  open(url: string, options?: BrowserContextOptions): Promise<Page>
  /** Tell a measured fact in the output of the test. */
  tell(fact: string): void
}

/**
 * One journey, for `test(...journey(name, run))`, so that a failure is told of the file it stands in.
 * Screens it opened are closed after it; when it fails they are pictured first, and what the pages threw
 * is told. A page that throws makes the journey fail.
 *
 * With `asInUse` screens are as people have them: the device keeps the product for times without a link, and what moves
 * moves. Each device fetches everything once more then and draws each step in software, so the other journeys go without.
 *
 * With `noMap` the screens are those of a machine that cannot draw maps: what is no matter of the map works there all the
 * same, and to draw one in software costs as much as the rest of a page.
 */
export function journey(name: string, run: (screens: Screens, t: TestContext) => Promise<void>, options: { skip?: string | false; wholeMs?: number; asInUse?: boolean; noMap?: boolean } = {}): [string, TestOptions, (t: TestContext) => Promise<void>] {
  return [name, { skip: skipWithoutChromium() || (options.skip ?? false), timeout: options.wholeMs ?? WHOLE_MS }, async (t) => {
    const contexts: BrowserContext[] = []
    const pages: Page[] = []
    const thrown: string[] = []
    const screens: Screens = {
      async open(url, contextOptions = {}) {
        const browser = await chromium()
        const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'UTC', ...(options.asInUse === true ? {} : { reducedMotion: 'reduce' }), ...contextOptions })
        if (options.asInUse !== true) {
          // As in a browser that cannot keep pages.
          await context.addInitScript(() => { Reflect.deleteProperty(Navigator.prototype, 'serviceWorker') })
        }
        if (options.noMap === true) {
          await context.addInitScript({ content: WITHOUT_WEBGL })
        }
        context.setDefaultTimeout(PATIENCE_MS)
        contexts.push(context)
        const page = await context.newPage()
        pages.push(page)
        page.on('pageerror', (error) => thrown.push(error.stack || error.message || String(error)))
        await page.goto(url)
        return page
      },
      tell: (fact) => say(`${name}: ${fact}`),
    }
    try {
      await run(screens, t)
      assert.deepEqual(thrown, [], 'a page threw')
    } catch (error) {
      const files = await picture(name, pages)
      say(`${name}: pictures ${files.join(' ') || 'none'}${thrown.length > 0 ? `; thrown: ${thrown.join(' | ')}` : ''}`)
      throw error
    } finally {
      await Promise.all(contexts.map((context) => context.close().catch(() => undefined)))
    }
  }]
}

/** Runs in the page before its own code; as text, for it is of the browser's world. */
const WITHOUT_WEBGL = `{
  const real = HTMLCanvasElement.prototype.getContext
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { return kind.startsWith('webgl') ? null : Reflect.apply(real, this, [kind, ...rest]) }
}`

/** Measured facts belong to the output of the run, whichever reporter is listening. */
function say(line: string): void {
  process.stdout.write(`  ${line}\n`)
}

async function picture(name: string, pages: readonly Page[]): Promise<string[]> {
  const folder = path.join(os.tmpdir(), 'vigie-e2e-failures')
  mkdirSync(folder, { recursive: true })
  const files: string[] = []
  for (const [i, page] of pages.entries()) {
    const file = path.join(folder, `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60)}-${i + 1}.png`)
    try {
      await page.screenshot({ path: file, timeout: 5000 })
      files.push(file)
    } catch {
      // A page that cannot be pictured any more must not hide why the journey failed.
    }
  }
  return files
}

/**
 * Wait for a fact: asks again until the answer is neither undefined, null nor false.
 * @throws Error naming the fact when it does not come
 */
export async function until<T>(what: string, look: () => Promise<T | undefined | null | false>, patience = PATIENCE_MS): Promise<T> {
  const end = performance.now() + patience
  for (;;) {
    const answer = await look()
    if (answer !== undefined && answer !== null && answer !== false) {
      return answer
    }
    if (performance.now() > end) {
      throw new Error(`waited ${patience / 1000} s in vain until ${what}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
