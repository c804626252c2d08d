import { Type } from 'typebox'
import type { ActionRule, Who } from '../../../core/kind.ts'
import { Problem } from '../../../core/problem.ts'
import type { NewAction, VigieRecord } from '../../../core/record.ts'
import type { Track } from './track.ts'

type TrackRecord = VigieRecord<Track>
type Line = NonNullable<Track['lineage']>[number]

const closed = { additionalProperties: false }
const subjects = Type.Array(Type.String({ minLength: 1, maxLength: 160 }), { maxItems: 20, uniqueItems: true })

/**
 * Joining and parting tracks, by a person alone: identities are never merged by where they are. What was joined stays named in the
 * lineage, so that parting it again gives back what there was.
 */
export function lineageActions(who: Who): { [type: string]: ActionRule<Track> } {
  return {
    absorb: {
      who, paired: true, patch: Type.Object({ track: Type.String(), subjects }, closed),
      reduce(record, action) {
        const { track, subjects: brought } = action.patch as { track: string; subjects: string[] }
        if (track === record.id) {
          throw new Problem('rule-broken', `${record.ref} cannot be joined with itself; choose another track`)
        }
        if ((record.data.lineage ?? []).some((line) => line.what === 'merged' && line.track === track)) {
          throw new Problem('wrong-state', `the track is already part of ${record.ref}`)
        }
        const fresh = brought.filter((one) => !record.data.subjects.includes(one))
        const lines: Line[] = fresh.length === 0 ? [{ what: 'merged', track, at: action.at }] : fresh.map((subject) => ({ what: 'merged', track, subject, at: action.at }))
        return changed(record, [...record.data.subjects, ...fresh], [...(record.data.lineage ?? []), ...lines])
      },
    },
    'merge-into': {
      who, paired: true, when: ['approved'], patch: Type.Object({ into: Type.String() }, closed),
      reduce: (record, action) => ({ ...record, workflow: 'merged', mergedInto: action.patch['into'] as string }),
    },
    release: {
      who, paired: true, patch: Type.Object({ track: Type.String() }, closed),
      reduce(record, action) {
        const lineage = record.data.lineage ?? []
        const lines = lineage.filter((line) => line.what === 'merged' && line.track === action.patch['track'])
        if (lines.length === 0) {
          throw new Problem('wrong-state', `${record.ref} holds no track with that id`)
        }
        return changed(record, record.data.subjects.filter((one) => !lines.some((line) => line.subject === one)), lineage.filter((line) => !lines.includes(line)))
      },
    },
    unmerge: { who, paired: true, when: ['merged'], patch: Type.Object({}, closed), reduce: (record) => ({ ...record, workflow: 'approved', mergedInto: null }) },
    'split-off': {
      who, paired: true, patch: Type.Object({ subjects, into: Type.String() }, closed),
      reduce(record, action) {
        const off = action.patch['subjects'] as string[]
        if (!off.every((one) => record.data.subjects.includes(one))) {
          throw new Problem('wrong-state', `${record.ref} does not have all of these identities`)
        }
        return changed(record, record.data.subjects.filter((one) => !off.includes(one)), record.data.lineage ?? [])
      },
    },
    derive: {
      who, paired: true, patch: Type.Object({ from: Type.String(), subjects, feed: Type.Optional(Type.String({ maxLength: 64 })) }, closed),
      reduce(record, action) {
        const brought = action.patch['subjects'] as string[]
        return changed(reportedBy(record, action.patch['feed'] as string | undefined), [...record.data.subjects, ...brought], [...(record.data.lineage ?? []), ...brought.map((subject): Line => ({ what: 'split-from', track: action.patch['from'] as string, subject, at: action.at }))])
      },
    },
    // What a feed reported is read as the track is handled: never said by hand, or anybody would read it under a track of their own.
    'reported-by': { who, paired: true, patch: Type.Object({ feed: Type.String({ maxLength: 64 }) }, closed), reduce: (record, action) => reportedBy(record, action.patch['feed'] as string) },
  }
}

function reportedBy(record: TrackRecord, feed: string | undefined): TrackRecord {
  return feed === undefined ? record : { ...record, data: { ...record.data, feed }, touched: { ...record.touched, feed: record.version + 1 } }
}

type Order = { ids: readonly string[]; at: string; reason: string | null }

/** The two actions that join `other` to `survivor`. */
export function joinTracks(survivor: TrackRecord, other: TrackRecord, { ids, at, reason }: Order): NewAction[] {
  return [
    { kind: 'track', at, reason, id: ids[0] ?? '', record: survivor.id, type: 'absorb', basedOn: survivor.version, patch: { track: other.id, subjects: other.data.subjects } },
    { kind: 'track', at, reason, id: ids[1] ?? '', record: other.id, type: 'merge-into', basedOn: other.version, patch: { into: survivor.id } },
  ]
}

/** The two actions that part them again. */
export function partTracks(survivor: TrackRecord, other: TrackRecord, { ids, at, reason }: Order): NewAction[] {
  return [
    { kind: 'track', at, reason, id: ids[0] ?? '', record: survivor.id, type: 'release', basedOn: survivor.version, patch: { track: other.id } },
    { kind: 'track', at, reason, id: ids[1] ?? '', record: other.id, type: 'unmerge', basedOn: other.version, patch: {} },
  ]
}

/** The three actions that make a track of its own of some identities of another; handling and area are those of the other. */
export function splitTrack(source: TrackRecord, off: { id: string; name: string; subjects: readonly string[] }, { ids, at, reason }: Order): NewAction[] {
  const { lineage: _lineage, callsign: _callsign, feed, ...kept } = source.data
  const data: Track = { ...kept, name: off.name, subjects: [] }
  const subjectsOff = [...off.subjects]
  return [
    { kind: 'track', at, reason, id: ids[0] ?? '', record: off.id, type: 'create', basedOn: null, patch: { data, handling: source.handling, area: source.area } as unknown as NewAction['patch'] },
    { kind: 'track', at, reason, id: ids[1] ?? '', record: source.id, type: 'split-off', basedOn: source.version, patch: { subjects: subjectsOff, into: off.id } },
    { kind: 'track', at, reason, id: ids[2] ?? '', record: off.id, type: 'derive', basedOn: 1, patch: { from: source.id, subjects: subjectsOff, ...(feed === undefined ? {} : { feed }) } },
  ]
}

function changed(record: TrackRecord, identities: string[], lineage: Line[]): TrackRecord {
  if (identities.length > 20 || lineage.length > 100) {
    throw new Problem('rule-broken', `${record.ref} would have more than 20 identities or 100 lines of lineage; part it first`)
  }
  const { lineage: _lineage, ...rest } = record.data
  const data: Track = { ...rest, subjects: identities, ...(lineage.length > 0 ? { lineage } : {}) }
  const version = record.version + 1
  return { ...record, data, touched: { ...record.touched, subjects: version, lineage: version } }
}
