import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { logIncident } from '../support/people.ts'
import { namelessControls, signIn } from '../support/screen.ts'

/** Put an Exif segment with these words behind the first two bytes of a JPEG. */
function withExif(jpeg: Buffer, words: string): Buffer {
  const body = Buffer.from(`Exif\0\0${words}`, 'latin1')
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]), body, jpeg.subarray(2)])
}

test(...journey('record page: a fact edited in place by keyboard, a photo without its metadata, feedback that reaches the author', async ({ open }) => {
  const mission = await ownMission()
  const record = await logIncident(mission.node, mission.ben, { title: 'Smoke over the ford' })
  const page = await open(`${mission.node.url}/records/${record.ref}`)
  await signIn(page, 'anna')

  const pencil = page.getByRole('button', { name: 'Change Title' })
  await pencil.focus()
  await page.keyboard.press('Enter')
  const title = page.getByRole('textbox', { name: /^Title/ })
  await title.fill('Typed and left')
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'Smoke over the ford', level: 1 }).waitFor()
  await pencil.focus()
  await page.keyboard.press('Enter')
  await title.fill('Smoke over the ford, seen twice')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Smoke over the ford, seen twice', level: 1 }).waitFor()
  await page.locator('.diffs', { hasText: 'seen twice' }).waitFor()

  const drawn = Buffer.from(await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 64
    canvas.getContext('2d')?.fillRect(0, 0, 32, 32)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg'))
    return [...new Uint8Array(await (blob as Blob).arrayBuffer())]
  }))
  await page.setInputFiles('[data-testid=files-pick]', [{ name: 'ford.jpg', mimeType: 'image/jpeg', buffer: withExif(drawn, 'Sgt Vale at the ford') }])
  await page.locator('.chosen').getByLabel('Caption').fill('Smoke, from the east')
  await page.locator('.chosen').getByRole('button', { name: 'Add' }).click()
  await page.getByRole('button', { name: 'Open Smoke, from the east' }).click()
  await page.locator('.gallery img').waitFor()
  const got = await page.evaluate(async (id) => {
    const { attachments } = (await (await fetch(`/api/records/${id}/thread`)).json()) as { attachments: { id: string; original: boolean }[] }
    return { sealed: attachments[0]?.original, text: await (await fetch(`/api/attachments/${attachments[0]?.id}`)).text() }
  }, record.id)
  assert.equal(got.sealed, true)
  assert.ok(!got.text.includes('Vale'))
  await page.keyboard.press('Escape')

  await page.getByPlaceholder('Write a comment').fill('Used in the daily report; patrol sent')
  await page.getByLabel('Feedback to the author of the report').check()
  await page.getByPlaceholder('Write a comment').press('Control+Enter')
  await page.locator('.said.feedback').waitFor()
  assert.deepEqual(await namelessControls(page), [])

  const author = await open(`${mission.node.url}/reports`)
  await signIn(author, 'ben')
  await until('the author is told', async () => /patrol sent[\s\S]*new/.test(await author.locator('.reportlist > li', { hasText: record.ref }).innerText()))
}, { noMap: true }))
