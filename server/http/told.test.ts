import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import type { App } from './app-context.ts'
import { holdRaw } from './told.ts'

const NAME = 'حسان'
/** Who asks is not told one name. */
const call = { app: { store: { veiled: () => ({ cut: (text: string) => text.replaceAll(NAME, '█') }) } } as unknown as App, caller: null }

test('a name in a file is found wherever it stands, also where two pieces that are read meet in the middle of a letter', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'vigie-told-'))
  try {
    const file = path.join(folder, 'export.csv')
    for (const before of [0, (1 << 20) - 5, (1 << 20) - 3, (1 << 20) - 2, (2 << 20) - 1]) {
      await writeFile(file, `${'x'.repeat(before)}${NAME} ${'y'.repeat(100)}`)
      await assert.rejects(holdRaw(call, file), /held for personnel/, String(before))
    }
    await writeFile(file, `${'x'.repeat((1 << 20) - 3)}سلام ${'y'.repeat(100)}`)
    await holdRaw(call, file)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a name is found in a file however it is encoded, also among bytes of devices, which are given where none stands', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'vigie-told-'))
  try {
    const file = path.join(folder, '0000000000001.rec')
    const head = Buffer.from([0x56, 0, 1, 2, 3, 0, 0xff, 0x80])
    for (const bytes of [Buffer.from(`${NAME} `, 'utf16le'), Buffer.from(` ${NAME}`, 'utf16le').swap16(), Buffer.from([0x20, 0xcd, 0xd3, 0xc7, 0xe4, 0x20]), Buffer.from('\\u062d\\u0633\\u0627\\u0646'), Buffer.from('&#1581;&#1587;&#1575;&#1606;')]) {
      await writeFile(file, bytes)
      await assert.rejects(holdRaw(call, file), /held for personnel/, bytes.toString('hex'))
      for (const odd of [head, Buffer.concat([head, Buffer.from(' ')])]) {
        await writeFile(file, Buffer.concat([odd, bytes, head]))
        await assert.rejects(holdRaw(call, file), /held for personnel/, `among bytes: ${bytes.toString('hex')}`)
      }
    }
    await writeFile(file, Buffer.concat([head, head]))
    await holdRaw(call, file)
    await writeFile(file, '')
    await holdRaw(call, file)
    await writeFile(file, 'PK\u0003\u0004 broken')
    await assert.rejects(holdRaw(call, file), /held for personnel/)
  } finally {
    await rm(folder, { recursive: true })
  }
})
