import { Type } from 'typebox'
import type { AreaTree } from '../../core/area.ts'
import { Handling } from '../../core/handling-schema.ts'
import { canonical, type JsonObject } from '../../core/json.ts'
import { actionRule, type Kind, type Who } from '../../core/kind.ts'
import { derive, type Derived } from '../../core/match.ts'
import type { OwnKind } from '../../core/own-kind.ts'
import { accessClassOf, mayAct, mayCreate, mayRead, whoMay, type Reader } from '../../core/policy.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import type { Action, CreatePatch, NewAction, VigieRecord } from '../../core/record.ts'
import { checkRecord, reduce } from '../../core/reduce.ts'
import { linkHash, sha256, type Link } from './chain.ts'
import { composed, type Known } from './composed.ts'
import type { CommitOptions, Committed } from './face.ts'
import { DEFINING, type Registry } from './kinds.ts'
import type { Keyring } from './keys.ts'
import { accessRow, accessText, recordRow, restatedRow } from './rows.ts'
import { numbered } from './serial.ts'
import { openData, sealPatch, subjectOf } from './sealing.ts'
import type { Stage } from './stage.ts'
import { validate } from './validate.ts'
import { guardWithheld, refuseOwnFields } from './withheld.ts'

/** What every decision may look at besides the stage. */
export type Engine = { node: string; kinds: Registry; areas: () => AreaTree; keyring: Keyring; now: () => number }

const Asked = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64 }),
  record: Type.String({ minLength: 1, maxLength: 64 }),
  kind: Type.String({ minLength: 1, maxLength: 64 }),
  type: Type.String({ minLength: 1, maxLength: 64 }),
  at: Type.String({ maxLength: 32 }),
  basedOn: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  patch: Type.Object({}),
  reason: Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()])),
})

const Create = Type.Object(
  {
    data: Type.Object({}),
    handling: Type.Optional(Handling),
    workflow: Type.Optional(Type.Enum(['draft', 'submitted'])),
    ref: Type.Optional(Type.String()),
    area: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
    places: Type.Optional(Type.Array(Type.String({ maxLength: 64 }))),
  },
  { additionalProperties: false },
)

/**
 * What one accepted action came to. `moved` is false for audit actions and for ones seen before; `restated` when
 * data, handling and areas are those of the version before.
 */
export type Accepted = Committed & { moved: boolean; restated?: boolean; derived?: Derived }

/**
 * Decide one action on the stage: shape, policy, reduce, rules, chain. Throws Problem and leaves the
 * stage to be thrown away.
 */
export function prepare(engine: Engine, stage: Stage, reader: Reader, asked: NewAction, options: CommitOptions): Accepted {
  validate(Asked, asked, 'action')
  if (Number.isNaN(Date.parse(asked.at))) {
    throw refuseField('/at', `"${asked.at}" is not a time`, 'Write ISO 8601 in UTC, e.g. 2026-08-18T13:45:00Z')
  }
  // Stored beside the patch: an engine that changed such a text would break the chain for everyone.
  if (!clean([asked.id, asked.record, asked.at, asked.reason ?? '', reader.purpose ?? '', reader.user])) {
    throw unstorable()
  }
  const kind = engine.kinds.need(asked.kind)
  const held = stage.held(asked.record)
  const receivedAt = reader.system && options.receivedAt ? options.receivedAt(asked) : new Date(engine.now()).toISOString()
  const closed = sealPatch(kind, asked.type, asked.record, held?.record.data ?? null, asked.patch, stage, engine.keyring, receivedAt)
  const known: Known = new Map()
  for (const part of [closed.patch['data'], closed.patch['fields']]) {
    if (typeof part === 'object' && part !== null) {
      known.set(part, canonical(part))
    }
  }
  const compare = composed(closed.compare, known)
  const request = sha256(JSON.stringify({ actor: reader.user, at: asked.at, basedOn: asked.basedOn, kind: asked.kind, reason: asked.reason ?? null, record: asked.record, type: asked.type }) + compare)

  const before = stage.link(asked.id)
  if (before) {
    if (before.request !== request || !held) {
      throw new Problem('idempotency-mismatch', `action ${asked.id} was sent before with other content. Give a new action a new id`)
    }
    return { action: actionOf(before), record: held.record, again: true, moved: false }
  }
  if (held && held.record.kind !== kind.name) {
    throw notFound(asked.record)
  }
  const record = held?.record ?? null
  const draft: Action = {
    id: asked.id,
    node: engine.node,
    seq: stage.seq + 1,
    record: asked.record,
    kind: kind.name,
    type: asked.type,
    actor: reader.user,
    role: '',
    at: asked.at,
    receivedAt,
    basedOn: asked.basedOn,
    patch: closed.patch,
    reason: asked.reason ?? null,
    purpose: reader.purpose,
  }
  const done = asked.type === 'create' ? create(engine, stage, reader, kind, record, draft, options) : act(engine, reader, kind, record, draft, asked.patch, options)
  return append(engine, stage, kind, held?.num ?? null, done.action, done.record, done.audit, request, known)
}

function create(engine: Engine, stage: Stage, reader: Reader, kind: Kind, record: VigieRecord | null, draft: Action, options: CommitOptions): { action: Action; record: VigieRecord; audit: boolean } {
  validate(Create, draft.patch, 'create')
  if (record) {
    const seen = mayRead(reader, kind, accessClassOf(record), engine.areas()).allow
    throw new Problem('duplicate', seen ? `${record.ref} exists already; edit it instead` : `the id ${record.id} is taken; choose another`)
  }
  if (draft.basedOn !== null) {
    throw refuseField('/basedOn', 'a new record stands on nothing', 'Send null')
  }
  const patch = draft.patch as unknown as CreatePatch
  // The schema comes before the projection, which may rely on it.
  if (kind.name === DEFINING) {
    validate(kind.data, patch.data, kind.name, '/data')
    engine.kinds.refuseTwin(draft.record, patch.data as unknown as OwnKind)
  }
  const opened = openData(kind, { id: draft.record, data: patch.data } as VigieRecord, (s) => stage.key(s))
  validate(kind.data, opened, kind.name, '/data')
  refuseOwnFields(reader, kind, patch.data, '/data')
  const handling = patch.handling ?? kind.handling(reader.org)
  const spot = locate(engine, reader, kind, patch.data, patch.area ?? null)
  const year = Number(draft.receivedAt.slice(0, 4))
  const of = accessClassOf({ kind: kind.name, handling, area: spot.area, workflow: kind.approval ? (patch.workflow ?? 'submitted') : 'approved' })
  const may = mayCreate(reader, kind, of, engine.areas())
  if (!may.allow) {
    throw new Problem('not-allowed', `${kind.name} cannot be created here: ${may.because}`)
  }
  const serial = numbered(engine, stage, reader, kind, patch.data)
  const data: JsonObject = serial ? { ...patch.data, ...serial } : patch.data
  const ref = `${kind.prefix}-${year}-${String(stage.count(kind.name, year)).padStart(6, '0')}`
  const stamped: JsonObject = { data, handling: handling as unknown as JsonObject, ref, area: spot.area, places: spot.places, ...(patch.workflow ? { workflow: patch.workflow } : {}) }
  const action = { ...draft, patch: stamped, role: roleOf(engine, reader, kind.create, spot.area, options) }
  const next = reduce(kind, null, action)
  checkRecord(kind, { ...next, data: serial ? { ...opened, ...serial } : opened })
  return { action, record: next, audit: false }
}

function act(engine: Engine, reader: Reader, kind: Kind, record: VigieRecord | null, draft: Action, given: JsonObject, options: CommitOptions): { action: Action; record: VigieRecord; audit: boolean } {
  if (!record || !mayRead(reader, kind, accessClassOf(record), engine.areas()).allow) {
    throw notFound(draft.record)
  }
  const rule = actionRule(kind, draft.type)
  if (!rule) {
    throw refuseField('/type', `${kind.name} has no action "${draft.type}"`, `Use one of: create, ${Object.keys(kind.actions).join(', ')}`)
  }
  const may = mayAct(reader, kind, draft.type, record, engine.areas())
  if (!may.allow) {
    const state = may.because.startsWith('not in state')
    throw new Problem(state ? 'wrong-state' : 'not-allowed', state ? `${record.ref} is ${record.workflow}; ${draft.type} is not possible in that state` : `${draft.type} on ${record.ref}: ${may.because}`)
  }
  // As it was given: what is closed by now is no text any more.
  validate(rule.patch, given, draft.type, '/patch')
  if (rule.reason && !draft.reason?.trim()) {
    throw refuseField('/reason', `${draft.type} needs a reason`, 'Say in a sentence why')
  }
  if (draft.basedOn !== null && draft.basedOn > record.version) {
    throw refuseField('/basedOn', `${record.ref} has only ${record.version} versions`, 'Read the record again')
  }
  const patch = guardWithheld(reader, kind, record, draft)
  const action = { ...draft, patch, role: roleOf(engine, reader, whoMay(rule, record, reader.user), record.area, options) }
  if (rule.audit) {
    return { action, record, audit: true }
  }
  const next = reduce(kind, record, action)
  return { action, record: next, audit: false }
}

/** Re-derive what follows from changed data, check it, and lay action and record on the stage. */
function append(engine: Engine, stage: Stage, kind: Kind, num: number | null, decided: Action, reduced: VigieRecord, audit: boolean, request: string, known: Known): Accepted {
  let [action, record] = [decided, reduced]
  const held = stage.held(action.record)
  const previous = held?.record ?? null
  // What only changes state (approve, verify…) leaves the data as it is: nothing of it is derived or checked again.
  const restated = held !== null && record.data === held.record.data && action.type !== 'erase'
  if (!audit && previous && !restated) {
    const opened = openData(kind, record, (s) => stage.key(s))
    validate(kind.data, opened, kind.name, '/data')
    if (kind.name === DEFINING) {
      engine.kinds.refuseTwin(record.id, record.data as unknown as OwnKind)
      const [was, is] = [previous.data, record.data]
      if (was['name'] !== is['name'] || was['prefix'] !== is['prefix'] || was['extends'] !== is['extends']) {
        throw new Problem('rule-broken', 'Name, prefix and what it extends stay as they were: records stand on them. Define another kind instead')
      }
    }
    if (action.type === 'edit' && placeMoved(kind, previous.data, record.data)) {
      const spot = locate(engine, null, kind, record.data, previous.area)
      action = { ...action, patch: { ...action.patch, area: spot.area, places: spot.places } }
      record = reduce(kind, previous, action)
    }
    checkRecord(kind, { ...record, data: opened })
    if (action.type === 'erase') {
      const subject = subjectOf(kind, record.id, record.data)
      if (!stage.isDestroyed(subject)) {
        stage.gone.push(subject)
        stage.rows.destroyed.push([subject, action.receivedAt])
      }
    }
  }
  const patch = storable(composed(action.patch, known), action.patch)
  const text = audit ? undefined : ((restated ? held.text : undefined) ?? known.get(record.data) ?? canonical(record.data))
  if (text !== undefined) {
    known.set(record.data, text)
  }
  const snapshot = audit ? null : composed(record, known)
  const result = snapshot === null ? null : sha256(snapshot)
  const link: Link = { ...action, result, request }
  const hash = linkHash(stage.hash, link, patch)
  stage.pos += 1
  stage.rows.actions.push([
    stage.pos, action.id, action.node, action.seq, action.record, action.kind, action.type, action.actor, action.role, action.at, action.receivedAt, action.basedOn, patch,
    action.reason, action.purpose, request, result, stage.hash, hash,
  ])
  stage.seq = action.seq
  stage.hash = hash
  stage.addLink(link)
  let derived: Derived | undefined
  if (snapshot !== null && result !== null) {
    let row = num
    if (row === null) {
      stage.num += 1
      row = stage.num
    }
    const access = stage.access(accessText(record))
    if (access.fresh) {
      stage.rows.access.push(accessRow(accessClassOf(record), access.id))
    }
    const standing = restated && record.handling === held.record.handling ? held.row : undefined
    if (!standing) {
      derived = derive(kind, record)
    }
    const cells = standing ? restatedRow(standing, record, access.id, snapshot, result) : recordRow(kind, record, row, access.id, snapshot, result, derived)
    if (!restated || record.handling !== held.record.handling) {
      stage.reindex.push(row)
    }
    stage.rows.records.push(cells)
    stage.hold(record.id, { num: row, record, row: cells, text })
  }
  const same = restated && record.handling === held.record.handling && record.area === held.record.area && record.places === held.record.places
  return { action, record, again: false, moved: !audit, restated: same, ...(derived ? { derived } : {}) }
}

/** Area and places of data: where its place lies, else the area given, else the reader's first. */
function locate(engine: Engine, reader: Reader | null, kind: Kind, data: JsonObject, given: string | null): { area: string | null; places: string[] } {
  const areas = engine.areas()
  if (given !== null && reader && !areas.nodes.has(given)) {
    throw refuseField('/area', `"${given}" is not an area of this mission`, 'Choose one of its areas or leave it out')
  }
  const { place } = kind.project(data)
  const found = place && Number.isFinite(place.lon) && Number.isFinite(place.lat) ? areas.locate(place.lon, place.lat) : { area: null, places: [] }
  return { area: found.area ?? given ?? reader?.grants.find((g) => g.area !== null)?.area ?? null, places: found.places }
}

function placeMoved(kind: Kind, before: JsonObject, after: JsonObject): boolean {
  const [a, b] = [kind.project(before).place, kind.project(after).place]
  return a?.lon !== b?.lon || a?.lat !== b?.lat
}

/** Role to write down: the first grant that opens the action there. */
function roleOf(engine: Engine, reader: Reader, who: Who, area: string | null, options: CommitOptions): string {
  if (options.role !== undefined) {
    return options.role
  }
  const fits = reader.grants.find((g) => (who === '*' || who.includes(g.role)) && (g.area === null || (area !== null && engine.areas().within(area, g.area))))
  return fits?.role ?? (reader.system ? 'SYSTEM' : '')
}

/** The canonical text if both engines can hold it; refuses U+0000 and broken surrogates. Records follow from patches. */
function storable(text: string, value: unknown): string {
  if (/\\u(?:0000|d[89a-f])/.test(text) && !clean(value)) {
    throw unstorable()
  }
  return text
}

function unstorable(): Problem {
  return new Problem('invalid-input', 'The input holds characters that are none (U+0000 or half of a surrogate pair). Remove them')
}

/** Can both engines hold every text in this value as it is? */
export function clean(value: unknown): boolean {
  if (typeof value === 'string') {
    return value.isWellFormed() && !value.includes('\u0000')
  }
  return typeof value !== 'object' || value === null || Object.entries(value).every(([key, member]) => clean(key) && clean(member))
}

/** The action without what the chain keeps beside it. */
export function actionOf(link: Link): Action {
  const { result: _result, request: _request, ...action } = link
  return action
}

function notFound(id: string): Problem {
  return new Problem('not-found', `There is no record ${id}, or it may not be seen`)
}
