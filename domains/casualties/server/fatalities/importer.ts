import type { JsonObject } from '../../../../core/json.ts'
import type { ImportedRow, Importer, ImportTable } from '../../../../server/face.ts'
import { revisionsBetween, type Fatality } from '../../shared/fatalities/fatality.ts'
import { isStrengthTable, strengthReader } from '../../shared/fatalities/strength-table.ts'
import { contentOfRow, identify, isList, keysFor, listReader, type ListRow } from '../../shared/fatalities/un-list.ts'

type Taken = Extract<ImportedRow, { ok: true }>

/** The public list of peacekeeping fatalities, and tables of monthly strength by mission. */
export const fatalityImporter: Importer = {
  formats: ['un-fatalities', 'mission-strength'],
  open(format, headers, options) {
    return format === 'un-fatalities' ? fatalityTable(headers, new Date(options.now).toISOString().slice(0, 10)) : format === 'mission-strength' ? strengthTable(headers) : null
  },
  suggest: (headers) => [
    ...(isList(headers) ? [{ format: 'un-fatalities', title: 'UN peacekeeping fatalities', kind: 'fatality', mapping: null, missing: [] }] : []),
    ...(isStrengthTable(headers) ? [{ format: 'mission-strength', title: 'Monthly strength by mission', kind: 'strength', mapping: null, missing: [] }] : []),
  ],
}

function fatalityTable(headers: readonly string[], today: string): ImportTable | null {
  const read = listReader(headers)
  if (!read) {
    return null
  }
  return {
    format: 'un-fatalities', title: 'UN peacekeeping fatalities', kind: 'fatality', refKind: 'fatality',
    map(cells, row) {
      const outcome = read(cells, row)
      return outcome.ok ? taken(row, outcome.row.key, outcome.row.data, contentOfRow(outcome.row.data)) : outcome
    },
    async identify(rows, standing) {
      const list = rows.map((row): ListRow => ({ row: row.row, key: row.externalId, data: row.data as unknown as Fatality }))
      const held = await standing(keysFor(list))
      const found = identify(list, new Map([...held].map(([key, data]) => [key, data as unknown as Fatality])))
      return rows.map((row, i) => ({ ...row, externalId: found[i]?.key ?? row.externalId }))
    },
    amend(standing, data) {
      const [before, after] = [standing as unknown as Fatality, data as unknown as Fatality]
      const revisions = revisionsBetween(before, after, after.lastUpdate || today, 'un-fatalities')
      return { ...data, revisions: [...(before.revisions ?? []), ...revisions].slice(-500) } as unknown as JsonObject
    },
    link: (data) => data,
  }
}

function strengthTable(headers: readonly string[]): ImportTable | null {
  const read = strengthReader(headers)
  if (!read) {
    return null
  }
  return {
    format: 'mission-strength', title: 'Monthly strength by mission', kind: 'strength', refKind: 'strength',
    map(cells, row) {
      const outcome = read(cells, row)
      return outcome.ok ? taken(row, `${outcome.data.mission}|${outcome.data.month}`, outcome.data, JSON.stringify(outcome.data)) : outcome
    },
    link: (data) => data,
  }
}

function taken(row: number, externalId: string, data: object, content: string): Taken {
  return { ok: true, row, externalId, data: data as unknown as JsonObject, content, compartments: [], refs: [] }
}
