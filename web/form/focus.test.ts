import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

const ROOT = join(import.meta.dirname, '../..')

test('no field takes the keys again with each letter: what gives them is a function that stays', async () => {
  const wrong: string[] = []
  let seen = 0
  for (const door of ['web', 'domains']) {
    for (const name of await readdir(join(ROOT, door), { recursive: true })) {
      if (name.endsWith('.tsx')) {
        const text = await readFile(join(ROOT, door, name), 'utf8')
        seen += text.split('ref={focusFirst}').length - 1
        for (const [written] of text.matchAll(/\bref=\{\s*\(?\w+\)?\s*=>[^}]*\.focus\(/g)) {
          wrong.push(`${door}/${name}: ${written}`)
        }
      }
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(seen >= 5, `${seen} forms that give the keys to their first field`)
})
