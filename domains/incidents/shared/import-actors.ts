import type { Actor } from './model.ts'
import { Columns, RowReader, cut, hasHeadings } from './import-row.ts'
import type { ActorRef, Mapped, Rejected, TableMapping } from './import-row.ts'

/**
 * The UCDP actor table: names, aliases, splits, coalitions. `actorRefs` of a mapped actor name its relations:
 * index −1 − i is `splinterOf`, i is `alliedWith`; use `splitRefs` to tell them apart.
 */

const NOTHING = /^(?:n\/a|na|none|-)?$/iu

function names(text: string): string[] {
  return text.split(/\s*(?:\/|;|\|)\s*/u).map((name) => name.trim()).filter((name) => !NOTHING.test(name))
}

function ids(text: string): string[] {
  return text.split(/[,;]/u).map((id) => id.trim()).filter((id) => /^\d+$/u.test(id))
}

function typeOf(org: string, name: string): Actor['type'] {
  if (org === '4') {
    return 'GSF-MIL'
  }
  return org === '3' ? 'COMMUNITY' : /^civilians$/iu.test(name) ? 'CIV' : 'NSAG'
}

const ORGANISATION: Record<string, string> = { 1: 'Formally organised group', 2: 'Informally organised group of supporters', 3: 'Informally organised group by shared identity', 4: 'State' }

function mapActor(reader: RowReader): Mapped<Actor> | Rejected {
  const id = reader.raw('ActorId')
  if (!/^\d+$/u.test(id)) {
    reader.error('ActorId', id === '' ? 'is empty' : 'is not a number', 'Every actor of this dataset has a numeric id')
  }
  const name = reader.text('NameData')
  if (name === '') {
    reader.error('NameData', 'is empty', 'Every actor needs a name')
  }
  const spellings: string[] = []
  for (const column of ['NameOrig', 'NameOrigFull', 'NameOrigFullEng', 'NewName', 'NewNameFullMotherTongue', 'NewNameFullEng']) {
    const text = reader.text(column)
    for (const spelling of [text, ...(column.includes('Full') ? names(text) : [])]) {
      if (!NOTHING.test(spelling) && spelling !== name && !spellings.includes(spelling)) {
        spellings.push(cut(spelling, 200))
      }
    }
  }
  const actorRefs: ActorRef[] = []
  const split = [...ids(reader.raw('ActorIdPrev')), ...ids(reader.raw('ActorIdSplitTemp'))]
  split.slice(0, 20).forEach((other, i) => actorRefs.push({ index: -1 - i, externalId: `ucdp-actor:${other}` }))
  const allied = [...ids(reader.raw('ActorIdAlliance')), ...ids(reader.raw('OSCoalitionID')), ...ids(reader.raw('NSCoalitionID'))].filter((other, i, all) => other !== id && all.indexOf(other) === i)
  allied.slice(0, 50).forEach((other, i) => actorRefs.push({ index: i, externalId: `ucdp-actor:${other}` }))
  if (allied.length > 50) {
    reader.note('NSCoalitionID', `Only the first 50 of ${allied.length} alliances are kept`)
  }
  const joined = reader.text('GroupName')
  const org = reader.raw('Org')
  const description = [
    ORGANISATION[org] ?? '',
    reader.text('NamePrev') === '' ? '' : `Split from ${reader.text('NamePrev')}.`,
    joined === '' ? '' : `Joined ${joined}.`,
    reader.text('NameAlliance') === '' ? '' : `In alliance: ${reader.text('NameAlliance')}.`,
  ].filter((part) => part !== '').join(' ')
  if (reader.errors.length > 0) {
    return { ok: false, row: reader.row, errors: reader.errors }
  }
  const location = reader.text('Location')
  return {
    ok: true, row: reader.row, externalId: `ucdp-actor:${id}`, compartments: [], actorRefs, notes: reader.notes,
    data: {
      name: cut(name, 200), type: typeOf(org, name),
      ...(spellings.length > 0 ? { aliases: spellings } : {}),
      ...(description === '' ? {} : { description: cut(description, 4000) }),
      ...(location === '' ? {} : { location: cut(location, 500) }),
      own: { ucdpId: id, conflicts: reader.raw('ConflictId') },
    },
  }
}

/** External identities of what an actor split from and of its allies, from the references of a mapped row. */
export function splitRefs(refs: readonly ActorRef[]): { splinterOf: string[]; alliedWith: string[] } {
  return {
    splinterOf: refs.filter((ref) => ref.index < 0).map((ref) => ref.externalId),
    alliedWith: refs.filter((ref) => ref.index >= 0).map((ref) => ref.externalId),
  }
}

/** UCDP actors (version 22.1 and its neighbours). */
export const ucdpActor: TableMapping<Actor> = {
  format: 'ucdp-actor',
  title: 'UCDP actors',
  recognises: (headers) => hasHeadings(headers, ['ActorId', 'NameData', 'NameOrig', 'Splinter']),
  begin(headers) {
    const columns = new Columns(headers)
    return (cells, row) => mapActor(new RowReader(columns, cells, row))
  },
}
