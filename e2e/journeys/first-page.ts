import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { dataFolder, removeFolder, startNode } from '../support/node.ts'
import { namelessControls, untranslated } from '../support/screen.ts'

test(...journey('an empty node offers two doors; setting up a mission leads into its operations room', async ({ open, tell }, t) => {
  const node = await startNode({ dataDir: dataFolder('first') })
  t.after(async () => {
    await node.stop()
    removeFolder(node.dataDir)
  })
  tell(`empty node ready after ${node.readyMs} ms`)
  const page = await open(node.url)
  const doors = page.locator('.doors button')
  await doors.first().waitFor()
  assert.equal(await doors.count(), 2)
  assert.match(await doors.nth(0).innerText(), /Explore the sample mission/)
  assert.deepEqual(await namelessControls(page), [])
  await page.getByRole('button', { name: /Set up your mission/ }).click()

  const forward = page.locator('.formfoot button[type=submit]')
  await forward.click()
  await until('name and organisation are asked for', async () => (await page.locator('[role=alert]').count()) >= 2)
  await page.getByLabel('Name of the mission').fill('Mission Zéro')
  await page.getByLabel('Organisation that owns the records').fill('MZ')
  await forward.click()

  await page.getByLabel('West').fill('14')
  await page.getByLabel('South').fill('8')
  await page.getByLabel('East').fill('28')
  await page.getByLabel('North').fill('2')
  await forward.click()
  assert.match(await page.locator('[role=alert]').innerText(), /South must lie below north/)
  await page.getByLabel('South').fill('2')
  await page.getByLabel('North').fill('11.5')
  await page.getByLabel('Time zone').selectOption('Africa/Bangui')
  await forward.click()

  await page.getByLabel('Your name').fill('Élise Essono')
  await page.getByLabel('Sign-in name').fill('elise')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByLabel('Password again').fill('short')
  await forward.click()
  assert.match(await page.locator('[role=alert]').innerText(), /At least 12 characters/)
  await page.getByLabel('Password', { exact: true }).fill('seven calm harbour lanterns')
  await page.getByLabel('Password again').fill('seven calm harbour lanterns')
  await forward.click()

  const add = page.getByRole('button', { name: 'Add' })
  await add.first().click()
  await page.getByLabel('Areas: Name').fill('Sector East')
  assert.equal(await page.getByLabel('Areas: Code').inputValue(), 'SECTOR-EAST')
  await add.nth(1).click()
  await page.getByLabel('Units: Name').fill('Battalion 1')
  await page.getByLabel('Units: in…').selectOption({ label: 'Sector East' })
  assert.deepEqual(await namelessControls(page), [])
  await page.getByRole('button', { name: 'Create the mission' }).click()

  await page.locator('.topbar .user').waitFor()
  assert.equal(await page.locator('.topbar .mission').innerText(), 'Mission Zéro')
  assert.equal(await page.locator('.exercise').count(), 0)
  await page.locator('.topbar .user').click()
  assert.match(await page.locator('.menu .head').first().innerText(), /Élise Essono · .*ADMIN.*JOC-CH/)
  await page.keyboard.press('Escape')

  // Nothing is there yet, and what is empty says what to do next.
  await page.locator('.logrows').getByText('Nothing in this window').waitFor()
  assert.match(await page.locator('.logrows').innerText(), /Nothing in this window.*\n?.*press\s*\/$/s)
  await page.locator('.roomside').getByText('All reports are approved').waitFor()
  await page.locator('.roomside').getByText(/No alert\./).waitFor()
  assert.deepEqual(await untranslated(page), [])

  await page.goto(`${node.url}/k/area`)
  await until('the sector is in the register', async () => (await page.locator('main').innerText()).includes('Sector East'))
  await page.goto(`${node.url}/k/unit`)
  await until('the battalion is in the register', async () => (await page.locator('main').innerText()).includes('Battalion 1'))
  const health = (await (await fetch(`${node.url}/api/health`)).json()) as { setUp: boolean; exercise: boolean }
  assert.deepEqual({ setUp: health.setUp, exercise: health.exercise }, { setUp: true, exercise: false })
}, { asInUse: true, noMap: true }))
