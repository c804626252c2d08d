import { derivedId } from '../../../../core/digest.ts'
import type { Handling } from '../../../../core/handling.ts'
import type { JsonObject } from '../../../../core/json.ts'
import { accessClassOf, mayCreate, type Reader } from '../../../../core/policy.ts'
import { Problem } from '../../../../core/problem.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import { REPORTERS } from '../../../../core/roles.ts'
import { systemFor, type App } from '../../../../server/face.ts'
import type { VideoSource } from '../../shared/video-source.ts'
import { areaFrom, handlingFrom } from './incoming.ts'
import type { SaidVideo } from './said.ts'

/** Drafts of one account that wait for somebody to take them over; what was taken over does not count. */
const MOST_WAITING = 200

/** Who tells of a picture: the account on the connection, what its device is called, and the handling of the feed it came by. */
export type Teller = { reader: Reader; callsign: string | null; handling: Handling }

/**
 * Keep what a device says of a moving picture as a draft of `video-source`: the same account and uid again is the same record.
 * One that was taken over stands as it is; something else said under its uid is a draft of its own. Answers what became of it.
 * Throws Problem for whoever may not report, or has too many waiting.
 */
export async function offerVideo(app: App, said: SaidVideo, teller: Teller): Promise<'made' | 'changed' | 'same'> {
  const { reader } = teller
  const handling = handlingFrom(teller.handling, reader)
  needReporter(app, reader, handling)
  return app.lanes.run(`video:${reader.user}`, async () => {
    const listed = await app.store.get(reader, said.uid)
    if (listed?.record.kind === 'video-source' && (listed.record.data as unknown as VideoSource).url === said.url) {
      // Its own copy of what is listed here.
      return 'same'
    }
    const id = derivedId('video-source', reader.user, said.uid)
    const standing = await find(app, id)
    const taken = standing !== null && standing.workflow !== 'retracted' && (standing.data as unknown as VideoSource).offered === undefined
    if (!taken) {
      return put(app, id, standing, said, teller, handling)
    }
    const { url } = standing.data as unknown as VideoSource
    const twin = derivedId('video-source', reader.user, said.uid, said.url)
    return url === said.url ? 'same' : put(app, twin, await find(app, twin), said, teller, handling)
  })
}

/** A device takes back what it offered; what was taken over, and that of others, only by whoever may retract it. Throws Problem. */
export async function withdrawVideo(app: App, reader: Reader, record: VigieRecord): Promise<void> {
  const { offered } = record.data as unknown as VideoSource
  const own = offered?.by !== undefined && offered.by === reader.user
  await app.store.commit(own ? systemFor(reader) : reader, [{ id: derivedId(record.id, 'retract', String(record.version)), record: record.id, kind: 'video-source', type: 'retract', at: now(app), basedOn: record.version, patch: {}, reason: 'deleted on a TAK device' }])
}

async function put(app: App, id: string, standing: VigieRecord | null, said: SaidVideo, teller: Teller, handling: Handling): Promise<'made' | 'changed' | 'same'> {
  const { reader, callsign } = teller
  const author = systemFor(reader)
  const base = { record: id, kind: 'video-source', at: now(app) }
  const data: VideoSource = { name: said.name, url: said.url, ...(said.note === undefined ? {} : { note: said.note }), offered: { uid: said.uid, by: reader.user, ...(callsign ? { callsign: callsign.slice(0, 200) } : {}), at: base.at } }
  if (!standing) {
    await needRoom(app, reader)
    const area = areaFrom(reader)
    await app.store.commit(author, [{ ...base, id: derivedId(id, 'create', said.url, said.name), type: 'create', basedOn: null, patch: { data: data as unknown as JsonObject, handling: handling as unknown as JsonObject, ...(area === null ? {} : { area }) } }])
    return 'made'
  }
  const before = standing.data as unknown as VideoSource
  if (standing.workflow === 'retracted') {
    await needRoom(app, reader)
    await app.store.commit(author, [{ ...base, id: derivedId(id, 'reinstate', String(standing.version)), type: 'reinstate', basedOn: standing.version, patch: {}, reason: 'sent again by a device' }])
  } else if (before.name === data.name && before.url === data.url) {
    return 'same'
  }
  const fields = { name: data.name, url: data.url, note: data.note ?? null, offered: data.offered } as unknown as JsonObject
  await app.store.commit(author, [{ ...base, id: derivedId(id, 'edit', String(standing.version), said.url, said.name), type: 'edit', basedOn: null, patch: { fields } }])
  return 'changed'
}

/** Reporters may: what comes in is a report until somebody takes it over. */
function needReporter(app: App, reader: Reader, handling: Handling): void {
  const kind = app.store.kinds().get('video-source')
  const may = kind && mayCreate(reader, { ...kind, create: REPORTERS }, accessClassOf({ kind: 'video-source', handling, area: areaFrom(reader), workflow: 'approved' }), app.store.areas())
  if (!may?.allow) {
    throw new Problem('not-allowed', `your account may not report video sources here${may ? `: ${may.because}` : ''}`)
  }
}

async function needRoom(app: App, reader: Reader): Promise<void> {
  let waiting = 0
  for await (const { record } of app.store.stream(systemFor(reader), { kind: 'video-source', where: { offered: ['true'] } })) {
    waiting += (record.data as unknown as VideoSource).offered?.by === reader.user ? 1 : 0
  }
  if (waiting >= MOST_WAITING) {
    throw new Problem('too-many-requests', `${MOST_WAITING} video sources of yours wait to be taken over; delete some of them, or ask the operations centre to look at them`)
  }
}

async function find(app: App, id: string): Promise<VigieRecord | null> {
  return (await app.store.get(systemFor({ user: 'system', name: 'Vigie', org: 'system' }), id))?.record ?? null
}

function now(app: App): string {
  return new Date(app.clock()).toISOString()
}
