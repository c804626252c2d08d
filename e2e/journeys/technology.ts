import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { ask } from '../support/people.ts'
import type { Seen } from '../support/people.ts'
import { signIn, untranslated } from '../support/screen.ts'
import { turnTo } from '../support/turn.ts'

type Permits = { code: string; valid: boolean; because: string }[]

test(...journey('technology register: the permit is shown with its reason; withdrawn consent stops it at once', async ({ open }) => {
  const mission = await ownMission()
  const permit = async (): Promise<boolean | undefined> => (await ask<Permits>(mission.node, mission.dora, '/api/technologies/permits')).find((p) => p.code === 'river-camera')?.valid
  const record = await ask<Seen>(mission.node, mission.dora, '/api/records', {
    kind: 'technology', at: new Date().toISOString(),
    data: {
      name: 'River cameras', code: 'river-camera', type: 'camera', purpose: 'Watch the ford.',
      consent: { status: 'granted', by: 'Ministry', reference: 'NV-17', from: '2026-01-01' },
      diligence: { status: 'cleared', by: 'Data protection', reference: 'DD-4', on: '2026-01-02', reviewBy: '2999-01-01' },
    },
  })
  const page = await open(`${mission.node.url}/technologies`)
  await signIn(page, 'dora')
  const entry = page.locator('.tech', { hasText: 'River cameras' })
  await entry.getByText('May run').waitFor()
  assert.match(await entry.innerText(), /NV-17[\s\S]*DD-4/)
  assert.deepEqual(await untranslated(page), [])
  assert.equal(await permit(), true)

  await turnTo(page, `/records/${record.ref}`)
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('group', { name: 'Host-state consent' }).getByLabel(/^Status/).selectOption('withdrawn')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Edit' }).waitFor()
  assert.equal(await permit(), false, 'the next question is answered no')
  await turnTo(page, '/technologies')
  await entry.getByText('Stopped').waitFor()
  await until('the reason is told', async () => (await entry.innerText()).includes('consent withdrawn'))
}, { noMap: true }))
