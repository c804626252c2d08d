import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { addPerson } from '../support/people.ts'
import { namelessControls, signIn } from '../support/screen.ts'
import { turnTo } from '../support/turn.ts'

const OWN = 'nine patient garden windows'

test(...journey('an administrator’s first day: an account, its own password and passkey, a session ended, the trail, a backup, the health', async ({ open }) => {
  const { node } = await ownMission()
  await addPerson(node, 'admin2', { role: 'AUDIT', name: 'Audra Aho' })
  const url = node.url.replace('127.0.0.1', 'localhost')

  const admin = await open(`${url}/admin/users`)
  await signIn(admin, 'anna')
  await admin.getByRole('button', { name: 'New account' }).click()
  await admin.locator('#u-name').fill('Ines Ilunga')
  await admin.locator('#u-login').fill('ines')
  await admin.locator('#g-role-0').selectOption('TOC')
  await admin.locator('#g-area-0').selectOption({ label: 'Sector East' })
  await admin.locator('#u-unit').selectOption({ label: 'Battalion 3' })
  await admin.getByRole('button', { name: 'Make the account' }).click()
  const given = (await admin.locator('.bignote').innerText()).trim()
  assert.deepEqual(await namelessControls(admin), [])

  const ines = await open(url)
  const devices = await ines.context().newCDPSession(ines)
  await devices.send('WebAuthn.enable')
  await devices.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
  await ines.locator('#login').fill('ines')
  await ines.locator('#password').fill(given)
  await ines.locator('form button[type=submit]').click()
  await ines.getByRole('heading', { name: 'Before you begin' }).waitFor()
  await ines.locator('#pw-old').fill(given)
  await ines.locator('#pw-new').fill(OWN)
  await ines.getByRole('button', { name: 'Save' }).click()
  await ines.locator('.topbar .user').waitFor()

  await ines.goto(`${url}/me`)
  await ines.locator('#pk-name').fill('Duty-room laptop')
  await ines.locator('#pk-password').fill(OWN)
  await ines.getByRole('button', { name: 'Add a passkey' }).click()
  await ines.getByText('Duty-room laptop', { exact: true }).waitFor()
  await ines.context().clearCookies()
  await ines.goto(url)
  await ines.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await ines.locator('.topbar .user').waitFor()

  await admin.reload()
  await admin.getByRole('button', { name: 'Edit Ines Ilunga' }).click()
  await admin.locator('tr[aria-selected=true]', { hasText: 'passkeys: 1' }).waitFor()
  await admin.getByRole('button', { name: /^End sessions/ }).click()
  await admin.getByText(/^Sessions ended: /).waitFor()
  await ines.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()

  // A sign-in name is what was typed, also where it looks like a code the shell has words for.
  await turnTo(admin, '/k/user')
  await admin.getByText('admin2', { exact: true }).first().waitFor()

  await turnTo(admin, '/admin/backup')
  await admin.getByRole('button', { name: 'Make a backup now' }).click()
  await admin.getByRole('button', { name: /^Try it/ }).first().click()
  await admin.getByText(/restored and proven/).waitFor()
  await turnTo(admin, '/admin/health')
  await admin.locator('.checklist li', { hasText: 'Disk:' }).waitFor()

  const audra = await open(`${url}/admin/audit`)
  await signIn(audra, 'admin2')
  await audra.locator('#audit-type').selectOption('credentials')
  await audra.locator('.admintable tr', { hasText: 'sessions-ended' }).filter({ hasText: 'Anna Adou' }).waitFor()
  await audra.locator('.admintable tr', { hasText: 'passkey-added' }).filter({ hasText: 'Ines Ilunga' }).waitFor()
  await audra.getByRole('button', { name: 'Prove the chain now' }).click()
  await audra.getByText(/^The chain holds: /).waitFor({ timeout: 60_000 })
  assert.deepEqual(await namelessControls(audra), [])
}, { noMap: true }))
