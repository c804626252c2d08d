import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { previewTable } from '../../../../server/jobs/import-preview.ts'
import { fatality } from '../../shared/fatalities/kinds.ts'
import { LIST_COLUMNS } from '../../shared/fatalities/un-list.ts'
import { fatalityImporter } from './importer.ts'

test('the preview of the public list gives the day that is written, whatever the zone of the mission', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-'))
  const file = path.join(folder, 'list.csv')
  const values: Record<string, string> = { incident_date: '1948-07-06', casualty_id: 'MINUTAL-1948-07-00001', mission_acronym: 'MINUTAL', type_of_casualty: 'Fatality', gender: 'M', casualty_nationality: 'Norland', casualty_personnel_type: 'Military', type_of_incident: 'Accident', m49_code: '578', isocode3: 'NOR', last_update: '2023-11-28' }
  try {
    await writeFile(file, `${LIST_COLUMNS.join(',')}\n${LIST_COLUMNS.map((name) => values[name] ?? '').join(',')}\n`)
    const { records: [first] } = await previewTable([fatalityImporter], () => fatality, { file, choice: {}, saved: [], zone: 'Etc/GMT+1', now: Date.UTC(2026, 10, 22) })
    assert.ok(first?.ok)
    assert.deepEqual([first.day, first.happened], ['1948-07-06', '1948-07-06T00:00:00.000Z'])
  } finally {
    await rm(folder, { recursive: true })
  }
})
