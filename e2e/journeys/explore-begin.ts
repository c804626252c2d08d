import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { sampleNode, setupState } from '../support/sample-mission.ts'

test(...journey('exploring the sample mission shows progress, and the work goes on when the page is left', async ({ open }) => {
  const node = await sampleNode()
  const page = await open(node.url)
  await page.getByRole('button', { name: /Explore the sample mission/ }).click()
  await page.getByText('Loading the sample mission').waitFor()
  const done = async (): Promise<number> => Number(await page.locator('progress').getAttribute('value') ?? 0)
  const first = await until('progress is told in numbers', async () => (await done()) || null)
  await until('progress grows', async () => (await done()) > first)
  assert.match(await page.locator('.door.loading').innerText(), /[\d,]+ of [\d,]+/)
  assert.match(await page.locator('.door.loading code').innerText(), /^\S{12,}$/, 'the password of the account is shown this once')
  await page.close()
  const before = (await setupState(node)).progress?.done ?? 0
  await until('it goes on without the page', async () => {
    const now = await setupState(node)
    return now.state === 'ready' || (now.progress?.done ?? 0) > before
  })
}, { skip: process.env['VIGIE_E2E_SAMPLE'] !== undefined && 'the sample mission is loaded already (VIGIE_E2E_SAMPLE)' }))
