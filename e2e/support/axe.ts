import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

/** Everything of WCAG 2.0, 2.1 and 2.2 at levels A and AA that a machine can tell. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Found = { violations: { id: string; nodes: { target: unknown[]; html: string; any: { message: string }[]; all: { message: string }[]; none: { message: string }[] }[] }[] }

/**
 * What axe finds wrong on the page as it is now, one line for each place: rule, where, why.
 * @param rules only these rules, by their axe ids; all of the standard when left out
 */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    await page.evaluate(source)
  }
  const found = await page.evaluate(async ({ tags, only }) => {
    const axe = (globalThis as unknown as { axe: { run(root: Document, options: unknown): Promise<Found> } }).axe
    return axe.run(document, { resultTypes: ['violations'], preload: false, iframes: false, runOnly: only ? { type: 'rule', values: only } : { type: 'tag', values: tags } })
  }, { tags: TAGS, only: rules ? [...rules] : null })
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} ${n.html.slice(0, 140)} — ${[...n.any, ...n.all, ...n.none].map((c) => c.message).join('; ')}`))
}
