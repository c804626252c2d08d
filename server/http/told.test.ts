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
