import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import type { Texts } from '../../../core/i18n.ts'

const DOMAINS = path.join(import.meta.dirname, '..', '..')
const files = readdirSync(DOMAINS, { recursive: true, encoding: 'utf8' })
const read = (file: string): string => readFileSync(path.join(DOMAINS, file), 'utf8')

test('whatever raises an alert by itself has a name in words, so that no screen asks for its record', async () => {
  const said = new Set<string>()
  for (const file of files.filter((one) => /web[/\\].*texts\.ts$/.test(one) && !one.endsWith('.texts.ts'))) {
    for (const list of Object.values((await import(path.join(DOMAINS, file))) as Record<string, Texts>)) {
      Object.keys(list).filter((key) => key.startsWith('ui.rule.')).forEach((key) => said.add(key.slice('ui.rule.'.length)))
    }
  }
  const sources = files.filter((one) => /(?:server|shared)[/\\].*\.ts$/.test(one) && !one.endsWith('.test.ts')).map(read).filter((source) => /AlertKey|raiseAlert|Standing\b/.test(source))
  const raised = new Set(sources.flatMap((source) => [...source.matchAll(/\brule: '([a-z][a-z-]+)'|\b(?:\w+_)?(?:RULE|SILENT)\b = '([a-z-]+)'/g)].map((found) => found[1] ?? found[2] ?? '')))
  assert.ok(raised.size >= 12, [...raised].join(' '))
  assert.deepEqual([...raised].filter((rule) => !said.has(rule)), [])
})
