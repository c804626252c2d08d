import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import Value from 'typebox/value'
import { recogniseTable } from '../domains/incidents/shared/import-formats.ts'
import { genericTable, suggestMapping } from '../domains/incidents/shared/import-generic.ts'
import { importEffect, withIdentity } from '../domains/incidents/shared/import-row.ts'
import type { RowOutcome } from '../domains/incidents/shared/import-row.ts'
import { Actor, Incident } from '../domains/incidents/shared/model.ts'
import { createCsvTableReader } from '../formats/csv.ts'

/** Every row of real public tables is either mapped to a value that fits the schema or refused with a reason. */

const ROOT = new URL('../../shared/data/real/', import.meta.url)
const skip = existsSync(ROOT) ? false : 'real data is not beside this checkout (../shared/data/real); nothing was checked'

const FILES: readonly { file: string; format: string; rows: number }[] = [
  { file: 'conflict/ged23.1_CAF_1991-2020.csv', format: 'ucdp-ged', rows: 1576 },
  { file: 'conflict/ged19.1_MMR_1989-2015.csv', format: 'ucdp-ged', rows: 2415 },
  { file: 'conflict/ucdp_SYR_2016.csv.gz', format: 'ucdp-ged', rows: 6170 },
  { file: 'conflict/ged20.1_slim_global_1995-2017.csv.gz', format: 'ucdp-ged-slim', rows: 50_879 },
  { file: 'conflict/ucdp-actor-22.1.csv', format: 'ucdp-actor', rows: 1725 },
  { file: 'humanitarian/insecurity_insight_aidWorkerKIKA_2020-2021.csv', format: 'insecurity-insight-aid-workers', rows: 560 },
  { file: 'humanitarian/insecurity_insight_attacks_on_health_2016-2021.csv.gz', format: 'insecurity-insight-health', rows: 4240 },
  { file: 'humanitarian/insecurity_insight_education_2020-2021.csv', format: 'insecurity-insight-education', rows: 1008 },
  { file: 'humanitarian/insecurity_insight_explosive_weapons_2020-2021.csv', format: 'insecurity-insight-explosive-weapons', rows: 577 },
  { file: 'humanitarian/insecurity_insight_protection_camps_2020-2021.csv', format: 'insecurity-insight-camps', rows: 202 },
]

for (const { file, format, rows } of FILES) {
  test(`${file}: ${rows} rows, none lost`, { skip }, (t) => {
    const raw = readFileSync(new URL(file, ROOT))
    const bytes = file.endsWith('.gz') ? gunzipSync(raw) : raw
    const outcomes: RowOutcome<Incident | Actor>[] = []
    let kind = ''
    let map: ((cells: readonly string[], row: number) => RowOutcome<Incident | Actor>) | undefined
    const reader = createCsvTableReader({
      onHeader(names) {
        const found = recogniseTable(names)
        assert.equal(found?.mapping.format, format)
        kind = found!.kind
        map = found!.mapping.begin(names)
      },
      onRow: (cells, row) => outcomes.push(map!(cells, row)),
      onProblem: (problem) => assert.fail(JSON.stringify(problem)),
    })
    reader.push(bytes)
    const summary = reader.end()
    assert.equal(summary.rows, rows)
    assert.equal(outcomes.length, rows)
    const errors = outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.errors))
    assert.equal(outcomes.filter((outcome) => !outcome.ok).length, 0, JSON.stringify(errors.slice(0, 5)))
    const ids = new Map<string, string>()
    let notes = 0
    for (const outcome of outcomes) {
      if (!outcome.ok) {
        continue
      }
      notes += outcome.notes.length
      const data = withIdentity(outcome, (text) => createHash('sha256').update(text).digest('hex'), file)
      const schema = kind === 'actor' ? Actor : Incident
      if (!Value.Check(schema, data)) {
        assert.fail(`row ${outcome.row}: ${JSON.stringify([...Value.Errors(schema, data)].slice(0, 3))}`)
      }
      assert.equal(importEffect(ids.get(outcome.externalId), data.external.hash), 'added', `row ${outcome.row} has the identity of another row`)
      ids.set(outcome.externalId, data.external.hash)
    }
    t.diagnostic(`${outcomes.length} mapped, ${errors.length} cell errors, ${notes} notes${summary.notes.length > 0 ? `, ${summary.notes.join(' ')}` : ''}`)
  })
}

test('a table without a ready mapping goes in by its headings', { skip }, () => {
  let map: ((cells: readonly string[], row: number) => RowOutcome<Incident>) | undefined
  const categories = new Map<string, number>()
  const refused: RowOutcome<Incident>[] = []
  const reader = createCsvTableReader({
    onHeader(names) {
      const { mapping, missing } = suggestMapping(names)
      assert.deepEqual(missing, [])
      map = genericTable({ ...mapping, name: 'points', categories: { IED: 'EX.01', SAF: 'AC.08', other: 'AC' } }).begin(names)
    },
    onRow(cells, row) {
      const outcome = map!(cells, row)
      if (outcome.ok) {
        categories.set(outcome.data.category, (categories.get(outcome.data.category) ?? 0) + 1)
      } else {
        refused.push(outcome)
      }
    },
    onProblem: (problem) => assert.fail(JSON.stringify(problem)),
  })
  reader.push(gunzipSync(readFileSync(new URL('conflict/iraq_events_2006_ied_saf.csv.gz', ROOT))))
  assert.deepEqual(refused.slice(0, 3), [])
  assert.equal([...categories.values()].reduce((sum, n) => sum + n, 0), reader.end().rows)
  assert.deepEqual([...categories.keys()].toSorted(), ['AC', 'AC.08', 'EX.01'])
})
