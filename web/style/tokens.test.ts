import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const css = readFileSync(path.join(import.meta.dirname, 'tokens.css'), 'utf8')

function tokens(theme: string): Record<string, string> {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((m) => [m[1]!, m[2]!]))
}

function channels(hex: string): [number, number, number] {
  return [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255) as [number, number, number]
}

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

for (const theme of ['light', 'dark', 'night']) {
  test(`${theme}: every text stands out 4.5 : 1 from what it is written on`, () => {
    const t = tokens(theme)
    const pairs: [string, string][] = [
      ...['n9', 'n10', 'n11', 'n12', 'accent-text', 'critical', 'warning', 'ok', 'info', 'unknown'].flatMap((text): [string, string][] => [[text, 'n1'], [text, 'n2']]),
      ['accent-text', 'accent-soft'], ['critical', 'critical-soft'], ['warning', 'warning-soft'], ['ok', 'ok-soft'], ['unknown', 'unknown-soft'], ['on-accent', 'accent'], ['n11', 'n4'], ['n9', 'n3'],
      ...['time', 'place', 'category', 'actor', 'weapon', 'harm', 'unit'].map((s): [string, string] => [`span-${s}`, 'n1']),
    ]
    for (const [text, ground] of pairs) {
      const ratio = contrast(t[text]!, t[ground]!)
      assert.ok(ratio >= 4.5, `--${text} on --${ground}: ${ratio.toFixed(2)}`)
    }
  })
}

test('night: luminance stays under a cap and there is next to no blue', () => {
  for (const [name, hex] of Object.entries(tokens('night'))) {
    const [r, g, b] = channels(hex)
    assert.ok(luminance(hex) <= 0.32, `--${name} is too bright`)
    assert.ok(b <= r * 0.45 && g <= r * 0.55, `--${name} is not red`)
  }
})
