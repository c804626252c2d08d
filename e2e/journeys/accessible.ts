import assert from 'node:assert/strict'
import { test } from 'node:test'
import { violations } from '../support/axe.ts'
import { everyScreen, everything, WALK_MS } from '../support/everything.ts'
import { journey } from '../support/journey.ts'

test(...journey('axe finds nothing on any page, menu or dialog', async (screens) => {
  const seen = await everything(screens, 'en')
  const wrong: string[] = []
  const looked = await everyScreen(seen, async (name) => {
    wrong.push(...(await violations(seen.page)).map((line) => `${name}: ${line}`))
  })
  screens.tell(`${looked} screens`)
  assert.deepEqual(wrong, [])
}, { wholeMs: WALK_MS, asInUse: true }))
