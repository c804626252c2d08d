import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runningNode, type Person, type RunningNode } from '../test/running-node.ts'
import { parseTable } from '../test/csv.ts'
import { importTable, type ImportResult } from '../server/jobs/import-job.ts'
import { fatalityImporter } from '../domains/casualties/server/fatalities/importer.ts'
import { SYSTEM } from '../test/store.ts'

/** The public list of fatalities as it is: every row becomes a record, the totals are those of the file, and a second reading adds nothing. */

const ROOT = fileURLToPath(new URL('../../shared/data/real/peacekeeping/', import.meta.url))
const LIST = path.join(ROOT, 'un_fatalities_psdata_2023-11-28.csv')
const STRENGTH = path.join(ROOT, 'ipi_mission_strength_monthly_1990-2017.csv')
const skip = existsSync(LIST) && existsSync(STRENGTH) ? false : 'real data is not beside this checkout (../shared/data/real); nothing was checked'

describe('the public list of fatalities', { skip }, () => {
  let node: RunningNode
  let reader: Person
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-fatalities-'))
  const rows = skip ? [] : csvRows(readFileSync(LIST, 'utf8'))
  const take = (file: string, format = 'un-fatalities'): Promise<ImportResult> => importTable(node.store, SYSTEM, [fatalityImporter], { file, fileName: path.basename(file), format, dryRun: false, rejectedFile: null })
  const counts = ({ read, added, unchanged, changed, rejected }: ImportResult) => ({ read, added, unchanged, changed, rejected })
  const snapshot = (name: string, change: (all: Record<string, string>[]) => Record<string, string>[]): string => {
    const heads = Object.keys(rows[0] ?? {})
    const quoted = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
    const file = path.join(folder, name)
    writeFileSync(file, [heads.join(','), ...change(rows.map((row) => ({ ...row }))).map((row) => heads.map((head) => quoted(row[head] ?? '')).join(','))].join('\n'))
    return file
  }

  before(async () => {
    // Once, on the embedded store: on 'postgres' the tests beside the importer take rows of the same shape.
    node = await runningNode({ engine: 'sqlite' })
    reader = await node.person('statistician', { grants: [{ role: 'JOC-IM', area: null }] })
  })
  after(async () => {
    await node.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('every row is added once, whatever its order the second time', async () => {
    assert.equal(rows.length, 4350)
    assert.deepEqual(counts(await take(LIST)), { read: 4350, added: 4350, unchanged: 0, changed: 0, rejected: 0 })
    assert.deepEqual(counts(await take(LIST)), { read: 4350, added: 0, unchanged: 4350, changed: 0, rejected: 0 })
    const turned = snapshot('turned.csv', (all) => all.reverse().map((row) => ({ ...row, last_update: '2024-12-31' })))
    assert.deepEqual(counts(await take(turned)), { read: 4350, added: 0, unchanged: 4350, changed: 0, rejected: 0 })
  })

  test('totals by mission and type are those of the file, and so is every other dimension', async () => {
    const column: Record<string, (row: Record<string, string>) => string> = {
      mission: (row) => row['mission_acronym']!, type: (row) => row['type_of_incident']!, year: (row) => row['incident_date']!.slice(0, 4),
      nationality: (row) => row['casualty_nationality']!.trim() || 'unknown', personnel: (row) => row['casualty_personnel_type']!.trim(), gender: (row) => row['gender'] || 'unknown',
    }
    for (const by of ['mission,type', 'year', 'nationality', 'personnel,gender', 'year,type']) {
      const names = by.split(',')
      const answer = (await node.call('GET', `/api/statistics/fatalities?by=${by}`, { as: reader })).json
      assert.equal(answer.total, 4350)
      const wanted = new Map<string, number>()
      rows.forEach((row) => { const key = names.map((name) => column[name]!(row)).join('|'); wanted.set(key, (wanted.get(key) ?? 0) + 1) })
      const found = new Map<string, number>(answer.rows.map((row: Record<string, string | number>) => [names.map((name) => row[name]).join('|'), row['count']]))
      assert.deepEqual([...found].sort(), [...wanted].sort(), by)
      assert.equal([...found.values()].reduce((a, b) => a + b, 0), 4350)
    }
  })

  test('ids the list gives twice are records of their own', async () => {
    const { items } = (await node.call('GET', '/api/records?kind=fatality&q=UNMIK-2003-05-03589&limit=10', { as: reader })).json
    assert.deepEqual(items.map((one: { data: { nationality: string } }) => one.data.nationality).sort(), ['Montenegro', 'Serbia and Montenegro'])
  })

  test('a later snapshot: what it corrects is kept as history, what it no longer has is named', async () => {
    const pending = rows.filter((row) => row['type_of_incident'] === 'To Be Determined').slice(0, 3).map((row) => row['casualty_id'])
    const file = snapshot('later.csv', (all) => [
      ...all.filter((row) => row['casualty_id'] !== 'UNTSO-1948-07-02408').map((row) => (pending.includes(row['casualty_id']) ? { ...row, type_of_incident: 'Malicious Act' } : row)),
      { ...all[0]!, id: '9999', casualty_id: 'MINUSMA-2023-12-99999', mission_acronym: 'MINUSMA', incident_date: '2023-12-02' },
    ])
    const held = (await node.call('POST', '/api/statistics/fatalities/reconcile', { as: reader, body: { csv: readFileSync(file, 'utf8') } })).json
    assert.deepEqual([held.read, held.same, held.added.total, held.changed.total, held.vanished.total, held.twins.length], [4350, 4346, 1, 3, 1, 6])
    assert.equal(held.vanished.items[0].casualtyId, 'UNTSO-1948-07-02408')
    assert.deepEqual(counts(await take(file)), { read: 4350, added: 1, unchanged: 4346, changed: 3, rejected: 0 })
    const log = (await node.call('GET', '/api/statistics/fatalities/revisions', { as: reader })).json
    assert.equal(log.total, 3)
    assert.ok(log.items.every((one: { field: string; from: string; to: string; source: string }) => one.field === 'type' && one.from === 'To Be Determined' && one.to === 'Malicious Act' && one.source === 'un-fatalities'))
  })

  test('rates from monthly strength', async () => {
    assert.deepEqual(counts(await take(STRENGTH, 'mission-strength')), { read: 5330, added: 5330, unchanged: 0, changed: 0, rejected: 0 })
    const { rows: found, all } = (await node.call('GET', '/api/statistics/fatalities/rates?by=mission', { as: reader })).json
    const months = csvRows(readFileSync(STRENGTH, 'utf8')).filter((row) => row['Mission'] === 'MINUSMA')
    const known = new Set(months.map((row) => row['Date']!.slice(0, 7)))
    const deaths = rows.filter((row) => row['mission_acronym'] === 'MINUSMA' && ['Military', 'Police', 'Military Observer'].includes(row['casualty_personnel_type']!.trim()))
    const one = found.find((row: { key: string }) => row.key === 'MINUSMA')
    assert.equal(one.deaths, deaths.filter((row) => known.has(row['incident_date']!.slice(0, 7))).length)
    assert.ok(Math.abs(one.personYears - months.reduce((sum, row) => sum + Number(row['Total']), 0) / 12) < 1e-6)
    assert.ok(one.rate.low < one.rate.value && one.rate.value < one.rate.high)
    assert.ok(all.outside > 0, 'deaths outside the months of known strength are counted apart')
  })
})

/** Rows of a table by their headings. */
function csvRows(text: string): Record<string, string>[] {
  const [heads = [], ...lines] = parseTable(text)
  return lines.map((cells) => Object.fromEntries(heads.map((head, i) => [head, cells[i] ?? ''])))
}
