import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseTable } from '../../../../test/csv.ts'
import type { Fatality } from './fatality.ts'
import { openData, OPEN_COLUMNS, SMALL } from './open-data.ts'
import { ratesOf } from './rates.ts'
import { strengthReader } from './strength-table.ts'
import { identify, keyOf, LIST_COLUMNS, listReader, reconcile, type ListRow } from './un-list.ts'

const HEADS = ['id', ...LIST_COLUMNS]
const row = (more: Partial<Record<(typeof LIST_COLUMNS)[number], string>> = {}): string[] => {
  const values: Record<string, string> = { id: '1', incident_date: '2021-05-03', casualty_id: 'MINUTAL-2021-05-00001', mission_acronym: 'MINUTAL', type_of_casualty: 'Fatality', gender: 'M', casualty_nationality: 'Norland', casualty_personnel_type: 'Military', type_of_incident: 'Accident', m49_code: '578.0', isocode3: 'NOR', last_update: '2023-11-28', ...more }
  return HEADS.map((head) => values[head] ?? '')
}
const read = listReader(HEADS)!
const taken = (more: Parameters<typeof row>[0] = {}, n = 2): ListRow => {
  const outcome = read(row(more), n)
  assert.ok(outcome.ok, JSON.stringify(outcome))
  return outcome.row
}
const standing = (rows: readonly ListRow[]): Map<string, Fatality> => new Map(identify(rows, new Map()).map(({ key, data }) => [key, data]))

describe('the list of fatalities', () => {
  test('a row is read, its words put in order, codes without what a spreadsheet added', () => {
    assert.deepEqual(taken({ casualty_personnel_type: 'Local ', m49_code: '050.0', type_of_incident: 'malicious act', gender: '', isocode3: 'bgd' }).data, {
      casualtyId: 'MINUTAL-2021-05-00001', date: '2021-05-03', mission: 'MINUTAL', casualtyType: 'Fatality', gender: '', nationality: 'Norland', iso3: 'BGD', m49: '50', personnel: 'Local', type: 'Malicious Act', lastUpdate: '2023-11-28', origin: 'list', released: true,
    })
    assert.equal(taken({ type_of_incident: 'Act of nature' }).data.type, 'Act of nature', 'words nobody knew yet are kept')
  })

  test('what cannot be taken is refused with its cell and what to do', () => {
    const refused = (more: Parameters<typeof row>[0]) => { const outcome = read(row(more), 7); return outcome.ok ? [] : outcome.errors.map((one) => [one.row, one.column]) }
    assert.deepEqual(refused({ incident_date: '2021-02-30' }), [[7, 'incident_date']])
    assert.deepEqual(refused({ casualty_id: '', mission_acronym: ' ' }), [[7, 'casualty_id'], [7, 'mission_acronym']])
    assert.deepEqual(refused({ isocode3: 'NORW', m49_code: 'x', last_update: 'soon' }), [[7, 'last_update'], [7, 'm49_code'], [7, 'isocode3']])
    assert.equal(listReader(['a', 'b']), null)
  })

  test('rows of one id are kept apart in every order, also when one of them is corrected', () => {
    const [a, b] = [taken({ casualty_nationality: 'Montenegro' }), taken({ casualty_nationality: 'Serbia and Montenegro' }, 3)]
    const held = standing([a, b])
    assert.deepEqual([...held.keys()], [keyOf(a.data.casualtyId, 1), keyOf(a.data.casualtyId, 2)])
    const keys = (rows: readonly ListRow[]) => Object.fromEntries(identify(rows, held).map(({ key, data }) => [data.nationality, key]))
    const wanted = { 'Montenegro': keyOf(a.data.casualtyId, 1), 'Serbia and Montenegro': keyOf(a.data.casualtyId, 2) }
    assert.deepEqual(keys([b, a]), wanted)
    assert.deepEqual(keys([taken({ casualty_nationality: 'Serbia and Montenegro', type_of_incident: 'Illness' }), a]), wanted)
    assert.deepEqual(identify([taken({ casualty_nationality: 'Third' }), b, a], held).map((one) => one.key), [keyOf(a.data.casualtyId, 3), wanted['Serbia and Montenegro'], wanted['Montenegro']])
    assert.deepEqual(identify([a, a], new Map()).map((one) => one.key), [keyOf(a.data.casualtyId, 1), keyOf(a.data.casualtyId, 2)], 'two rows alike are two')
  })

  test('a snapshot against what stands: added, changed, the same, vanished, back again', () => {
    const [a, b, c] = [taken(), taken({ casualty_id: 'MINUTAL-2021-06-00002' }), taken({ casualty_id: 'MINUTAL-2021-07-00003' })]
    const held = standing([a, b, c])
    held.set(c.key, { ...c.data, vanished: { on: '2024', by: 'x', note: 'gone' } })
    const found = reconcile([taken({ type_of_incident: 'Illness', last_update: '2024-01-01' }), c, taken({ casualty_id: 'MINUTAL-2024-01-00009' })], held)
    assert.deepEqual([found.same, found.added.length, found.changed.map((one) => [one.before.type, one.after.type]), found.vanished.map((one) => one.key), found.reappeared.map((one) => one.key)], [1, 1, [['Accident', 'Illness']], [b.key], [c.key]])
    assert.deepEqual(reconcile([taken({ last_update: '2024-01-01' }), b, c], held).changed, [], 'another day of the snapshot is no correction')
  })
})

describe('open data', () => {
  const death = (n: number, more: Partial<Fatality> = {}): Fatality => ({ ...taken().data, casualtyId: `MINUTAL-2021-05-${String(n).padStart(5, '0')}`, ...more })
  const table = (rows: readonly Fatality[]) => parseTable([...openData(rows)].join(''))

  test('has the columns of the public list, and every released death, whatever is left out of it', () => {
    const rows = [...Array.from({ length: SMALL }, (_, i) => death(i)), death(90, { nationality: 'Sudland', gender: 'F' }), death(91, { released: false }), death(92, { vanished: { on: 'x', by: 'y', note: 'z' } })]
    const [heads, ...lines] = table(rows)
    assert.deepEqual(heads, [...OPEN_COLUMNS])
    assert.equal(lines.length, SMALL + 1)
    const small = lines.filter((line) => line[6] === 'Sudland')
    assert.deepEqual(small.map((line) => line.slice(1, 7)), [['2021', '', 'MINUTAL', 'Fatality', '', 'Sudland']])
    assert.ok(lines.filter((line) => line[6] === 'Norland').every((line) => line[2] !== '' && line[1] === '2021-05-03' && line[5] === 'M'))
  })

  test('the day a small number of own deaths was written down is left out too: it is within days of when they happened', () => {
    const own = death(1, { origin: 'mission', nationality: 'Sudland', lastUpdate: '2021-05-04' })
    const lines = table([own, death(2, { nationality: 'Vostania' }), ...Array.from({ length: SMALL }, (_, i) => death(10 + i, { origin: 'mission', lastUpdate: '2021-05-04' }))]).slice(1)
    assert.deepEqual(Object.fromEntries(lines.map((line) => [line[6], line[11]])), { Sudland: '', Vostania: '2023-11-28', Norland: '2021-05-04' })
  })

  test('in no cell of fewer than five is there an id, a gender or a day; totals are those inside', () => {
    const rows = Array.from({ length: 200 }, (_, i) => death(i, { nationality: i % 7 === 0 ? `N${i % 23}` : 'Norland', date: `20${10 + (i % 4)}-0${1 + (i % 9)}-11`, personnel: i % 3 === 0 ? 'Police' : 'Military', type: i % 2 === 0 ? 'Illness' : 'Accident', gender: i % 5 === 0 ? 'F' : 'M' }))
    const lines = table(rows).slice(1)
    const cell = (line: string[]) => [line[3], line[1]!.slice(0, 4), line[6], line[7]].join('|')
    const sizes = Map.groupBy(lines, cell)
    assert.ok([...sizes.values()].some((group) => group.length < SMALL) && [...sizes.values()].some((group) => group.length >= SMALL))
    for (const line of lines) {
      assert.equal(sizes.get(cell(line))!.length < SMALL, line[2] === '' && line[5] === '' && line[1]!.length === 4)
    }
    assert.equal(lines.filter((line) => line[8] === 'Illness').length, rows.filter((one) => one.type === 'Illness').length)
  })
})

test('rates: only months of known strength count, and those deaths that lie outside are told', () => {
  const { rows, all } = ratesOf([{ mission: 'A', month: '2015-01', value: 3 }, { mission: 'A', month: '2019-01', value: 2 }, { mission: 'B', month: '2015-01', value: 1 }], [{ mission: 'A', month: '2015-01', value: 6000 }, { mission: 'A', month: '2015-02', value: 6000 }], 'mission')
  const [a, b] = rows
  assert.deepEqual([a!.key, a!.deaths, a!.outside, a!.personYears, a!.months, a!.rate!.value], ['A', 3, 2, 1000, 2, 3])
  assert.ok(Math.abs(a!.rate!.low - 0.618672) < 1e-5 && Math.abs(a!.rate!.high - 8.767273) < 1e-5)
  assert.deepEqual([b!.deaths, b!.outside, b!.rate], [0, 1, null])
  assert.deepEqual([all.deaths, all.outside], [3, 3])
})

test('a table of strength: NA says nothing, a month without a total is refused', () => {
  const strength = strengthReader(['Date', 'Mission', 'Troops', 'Police', 'Observers', 'Total'])!
  assert.deepEqual(strength(['2017-11-30', 'MINUTAL', '10', 'NA', '', '10'], 2), { ok: true, row: 2, data: { mission: 'MINUTAL', month: '2017-11', troops: 10, total: 10 } })
  assert.equal(strength(['2017-13-30', 'MINUTAL', '10', 'NA', '', '10'], 2).ok, false)
  assert.equal(strength(['2017-11-30', 'MINUTAL', '10', 'NA', '', 'NA'], 2).ok, false)
  assert.equal(strength(['2017-11-30', 'MINUTAL', '-1', 'NA', '', '10'], 2).ok, false)
})
