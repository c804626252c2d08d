import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { addPerson, ask, records, type Seen } from '../support/people.ts'
import { signIn } from '../support/screen.ts'

const mark = Date.now().toString(36).slice(-5).toUpperCase()

test(...journey('a pasted radio message: said what was understood, taken over onto the patient and the request, and what found no place is named', async ({ open }) => {
  const { node, ben } = await ownMission()
  const doctor = await addPerson(node, `paste-${mark.toLowerCase()}`, { role: 'CMO', compartments: 'MED' })
  const at = new Date().toISOString()
  const four = { callsign: `P${mark}`, place: { lon: -4, lat: 15.2 }, what: 'Gunshot', patients: { A: 1 }, threat: 'N' }
  const request = await ask<Seen>(node, ben, '/api/records', { kind: 'casevac-request', data: { four, heardBy: 'voice', heardAt: at }, at })
  const patient = await ask<Seen>(node, ben, '/api/records', { kind: 'casualty', data: { battleNo: `P${mark}-1`, category: 'un-military', priority: 'A', place: four.place, request: request.id }, at })
  await ask(node, ben, `/api/casevac/${request.id}/patients`, { casualties: [patient.id] })
  const now = async <T>(id: string): Promise<T> => (await ask<Seen>(node, doctor, `/api/records/${id}`)).data as T

  const page = await open(`${node.url}/casevac/${request.ref}`)
  await signIn(page, doctor.login)
  const paste = page.locator('.evacpaste')
  await paste.locator('summary').click()
  const box = paste.getByLabel('Message')
  const take = paste.getByRole('button', { name: 'Take it over' })
  // Four lines belong elsewhere, nonsense nowhere: neither can be taken over.
  await box.fill('4-LINE\n1: K31\n2: 15.2, -4\n3: A1 B0 C0, gunshot\n4: N')
  await paste.getByText(/^Four lines open a request of their own/).waitFor()
  assert.equal(await take.isDisabled(), true)
  await box.fill('AT-MIST of nobody')
  await paste.getByText('Not read:').waitFor()
  assert.equal(await take.isDisabled(), true)

  await box.fill(`AT-MIST P${mark}-1\nA: 24 male\nT: ${at.slice(11, 16).replace(':', '')}Z ESTIMATED\nM: gsw from a technical\nI: gsw left thigh; something odd\nS: HR 118 RR 24 BP 95/60 SPO2 93 AVPU V\nT: tourniquet left leg`)
  await paste.getByText(`Read as AT-MIST · P${mark}-1: `).waitFor()
  await paste.getByText('something odd', { exact: true }).waitFor()
  await take.click()
  const hurt = await until('it stands on the card', async () => { const one = await now<{ injuries?: { region: string; kind: string }[]; vitals?: { hr: number; sbp: number }[]; treatments?: { what: string; limb: string }[] }>(patient.id); return one.treatments ? one : null })
  assert.deepEqual([hurt.injuries?.map(({ region, kind }) => [region, kind]), hurt.vitals?.map(({ hr, sbp }) => [hr, sbp]), hurt.treatments?.map(({ what, limb }) => [what, limb])], [[['thigh', 'gunshot']], [[118, 95]], [['tourniquet', 'left-leg']]])
  await until('ready for the next', async () => (await box.inputValue()) === '')

  await box.fill('METHANE\nM: DECLARED\nE: 15.2, -4\nT: IED\nH: second device\nA: from the south\nN: 1A\nE: none')
  await paste.getByText(/^Read as METHANE: /).waitFor()
  await take.click()
  await until('METHANE stands on the request', async () => (await now<{ methane?: { hazards?: string } }>(request.id)).methane !== undefined)
}, { noMap: true }))

test(...journey('a board that is still read says so, one that could not be read says why: neither looks like a mission without assets', async ({ open }) => {
  const { node, ben } = await ownMission()
  const medic = await addPerson(node, `board-${mark.toLowerCase()}`, { role: 'CMO', compartments: 'MED' })
  await ask(node, medic, '/api/records', { kind: 'facility', data: { name: `Ward ${mark}`, level: '2', place: { lon: -4, lat: 15.2 } }, at: new Date().toISOString() })
  const page = await open(node.url)
  await signIn(page, ben.login)
  let release: () => void = () => {}
  const held = new Promise<void>((resolve) => { release = resolve })
  await page.route(/\/api\/[^?]+\?.*kind=evac-asset/, async (route) => {
    await held
    await route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify({ type: '/problems/not-allowed', title: 'Not allowed', status: 403, detail: 'not for you today' }) })
  })
  await page.goto(`${node.url}/facilities`)
  const board = page.locator('.evacboard[aria-labelledby=board-assets]')
  await board.locator('.skeleton').waitFor()
  await page.locator('.evacboard[aria-labelledby=board-sites] .skeleton').waitFor({ state: 'detached' })
  // What it can do stands in words, what is not known of it as well.
  const ward = page.locator('.evacboard[aria-labelledby=board-facilities] tr', { hasText: `Ward ${mark}` })
  assert.match(await ward.innerText(), /Level 2[\s\S]*Primary care[\s\S]*Damage-control surgery, Intensive care/)
  release()
  await board.getByText('not for you today').waitFor()
  assert.equal(await board.locator('.skeleton').count(), 0)
}, { noMap: true }))

test(...journey('medical reach: 138 km by day and 110 by night, other figures are tried on one device, made the mission’s by those who may, and seen by all', async ({ open }) => {
  const { node, ben } = await ownMission()
  const keeper = await addPerson(node, `reach-${mark.toLowerCase()}`, { role: 'FHQ', clearance: 'C' })
  const figures = async () => (await records(node, ben, 'kind=medical-reach')).items.map(({ data }) => data['limitMin'])
  const planning = async (login: string): Promise<Page> => {
    const page = await open(`${node.url}/movements/new`)
    await signIn(page, login)
    for (const place of ['15.20, -4.00', '15.60, -3.60']) {
      await page.getByLabel('Place, grid or coordinates').fill(place)
      await page.getByLabel('Place, grid or coordinates').press('Enter')
    }
    await page.locator('.evacreach summary').click()
    return page
  }
  const page = await planning(keeper.login)
  const [says, save] = [page.locator('.evacreach summary'), page.getByRole('button', { name: 'Make them the mission’s' })]
  await page.getByText('138 km by day, 110 km by night').waitFor()
  assert.equal(await save.isDisabled(), true)
  await page.getByLabel('To surgery (min)').fill('90')
  await says.getByText('your own figures').waitFor()
  await says.getByText('83 km by day, 55 km by night').waitFor()
  assert.deepEqual(await figures(), [], 'tried on this device alone')

  const other = await planning(ben.login)
  await other.getByText('138 km by day, 110 km by night').waitFor()
  assert.equal(await other.getByRole('button', { name: 'Make them the mission’s' }).count(), 0, 'not for those who do not keep them')

  await save.click()
  await until('they are the mission’s', async () => (await figures()).join() === '90')
  await says.getByText('your own figures').waitFor({ state: 'detached' })
  await (await planning(ben.login)).getByText('83 km by day, 55 km by night').waitFor()

  await page.getByRole('button', { name: 'Usual figures' }).click()
  await save.click()
  await until('they are the usual ones again', async () => (await figures()).join() === '120')
}, { noMap: true }))
