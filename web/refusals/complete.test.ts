import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { PROBLEMS } from '../../core/problem.ts'
import type { Row } from '../i18n/rows.ts'
import { refusalsOf } from './refusal.ts'
import { REFUSALS } from './rows.ts'

/** Lines of work of which every sentence that refuses is said in every language. */
const LINES = ['watch', 'watchlog', 'products', 'movements']
const root = path.join(import.meta.dirname, '..', '..', 'domains')
const BEGINS = /new Problem\(|refuseField\(|problems\.push\(|\bproblem: |\bfix: /g

/** String literals of an expression, as they stand; what changes in a template is `X1`, `X2` … and not looked into. */
function literalsOf(source: string, from: number): string[] {
  const found: string[] = []
  let depth = 0
  for (let i = from; i < source.length; i += 1) {
    const sign = source[i]!
    if (sign === "'" || sign === '`') {
      const [text, end] = literal(source, i)
      found.push(text)
      i = end
    } else if ('([{'.includes(sign)) {
      depth += 1
    } else if (')]}'.includes(sign)) {
      depth -= 1
      if (depth < 0) {
        break
      }
    } else if (sign === ',' && depth === 0 && /[:] $/.test(source.slice(from - 2, from))) {
      break
    }
  }
  return found
}

/** The literal that begins at `at`, and where it ends. */
function literal(source: string, at: number): [text: string, end: number] {
  const quote = source[at]
  let [text, holes] = ['', 0]
  for (let i = at + 1; i < source.length; i += 1) {
    if (source[i] === '\\') {
      text += source[(i += 1)]
    } else if (source[i] === quote) {
      return [text, i]
    } else if (quote === '`' && source.startsWith('${', i)) {
      text += `X${(holes += 1)}`
      for (let open = 1, k = i + 2; ; k += 1) {
        if (source[k] === "'" || source[k] === '`') {
          [, k] = literal(source, k)
        } else if (source[k] === '{') {
          open += 1
        } else if (source[k] === '}' && (open -= 1) === 0) {
          i = k
          break
        }
      }
    } else {
      text += source[i]
    }
  }
  throw new Error(`a literal does not end: ${source.slice(at, at + 60)}`)
}

/** Words that are no sentence: names of problems, places in the input, values that are compared. */
const isSentence = (text: string): boolean => text.includes(' ') && !Object.hasOwn(PROBLEMS, text) && !text.startsWith('/') && !/^X1: X2$/.test(text)

test('whatever these lines of work refuse with is said in French, Arabic and Spanish', async () => {
  const rows = await Promise.all(readdirSync(root).filter((name) => !name.includes('.')).map(async (name) => ((await import(path.join(root, name, 'web', 'refusals.ts')).catch(() => ({ REFUSALS: [] }))) as { REFUSALS: readonly Row[] }).REFUSALS))
  const say = refusalsOf([...REFUSALS, ...rows.flat()])
  const missing = new Set<string>()
  let looked = 0
  for (const line of LINES) {
    for (const file of readdirSync(path.join(root, line), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('web'))) {
      const source = readFileSync(path.join(root, line, file), 'utf8')
      for (const begin of source.matchAll(BEGINS)) {
        for (const sentence of literalsOf(source, begin.index + begin[0].length).filter(isSentence)) {
          looked += 1
          if (say(sentence, 'fr') === null) {
            missing.add(`${line}/${file}: ${sentence}`)
          }
        }
      }
    }
  }
  assert.ok(looked > 100, `${looked} sentences looked at`)
  assert.deepEqual([...missing], [])
})
