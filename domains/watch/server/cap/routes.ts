import { Type } from 'typebox'
import { derivedId } from '../../../../core/digest.ts'
import type { JsonObject } from '../../../../core/json.ts'
import { scopeOf } from '../../../../core/policy.ts'
import { Problem } from '../../../../core/problem.ts'
import type { NewAction, VigieRecord } from '../../../../core/record.ts'
import { capsOf, capTime, writeCap, type CapAlert } from '../../../../formats/cap.ts'
import { xmlText } from '../../../../formats/xml-text.ts'
import { closed, endpoint, id, missionOf, ok, SYSTEM, veiledRecord, type App, type Endpoint } from '../../../../server/face.ts'
import { receivedOf } from './received.ts'
import { TAKERS, type Warning } from '../../shared/cap/warning.ts'

/** What ended longer ago stays no longer in the feed. */
const KEPT_MS = 7 * 86_400_000
const MOST = 200
const SPACE = /[^A-Za-z0-9._@-]+/g

type Issued = { identifier: string; at: number; cap: CapAlert; title: string }

/** Every message of a warning, oldest first; each names those before it. Nothing of a record that is no longer open to the public. */
export function issuedOf(record: VigieRecord, mission: { name: string; org: string }): Issued[] {
  const { level, compartments, caveats } = record.handling
  if (level !== 'U' || compartments.length > 0 || caveats.length > 0) {
    return []
  }
  const warning = record.data as unknown as Warning
  const sender = (mission.org.replace(SPACE, '-') || 'vigie').slice(0, 60)
  const before: string[] = []
  return (warning.issues ?? []).map(({ at, msgType, exercise, content }, i) => {
    const identifier = `${record.ref}.${i + 1}`
    const sent = capTime(Date.parse(at))
    const area = {
      areaDesc: content.areaDesc, geocodes: [],
      polygons: content.ring ? [content.ring.map(([lon, lat]): [number, number] => [lat, lon])] : [], circles: content.circle ? [[content.circle.lat, content.circle.lon, content.circle.km] as [number, number, number]] : [],
    }
    const cap: CapAlert = {
      identifier, sender, sent, status: exercise ? 'Exercise' : 'Actual', msgType, scope: 'Public', code: [], ...(exercise ? { note: 'EXERCISE' } : {}), ...(msgType === 'Alert' ? {} : { references: before.join(' ') }),
      info: content.texts.map((text) => ({
        language: text.language, category: content.category, event: content.event, responseType: msgType === 'Cancel' ? ['AllClear' as const] : (content.response ?? []), urgency: msgType === 'Cancel' ? 'Past' as const : content.urgency, severity: content.severity, certainty: content.certainty, eventCodes: [],
        effective: sent, ...(content.onset ? { onset: capTime(Date.parse(content.onset)) } : {}), expires: capTime(Math.max(Date.parse(content.expires), Date.parse(at))), senderName: mission.name, headline: text.headline,
        ...(text.description ? { description: text.description } : {}), ...(text.instruction ? { instruction: text.instruction } : {}), parameters: [], resources: [], areas: [area],
      })),
    }
    before.push(`${sender},${identifier},${sent}`)
    return { identifier, at: Date.parse(at), cap, title: content.texts[0]?.headline ?? content.event }
  })
}

async function missionWords(app: App): Promise<{ name: string; org: string }> {
  const mission = await missionOf(app.store)
  const name = mission?.name ?? 'Vigie'
  return { name: app.store.openly()?.(name) ?? name, org: mission?.org ?? 'vigie' }
}

const feed = endpoint({
  method: 'GET', path: '/api/cap', tag: 'alerts', summary: 'Warnings issued to the public: an Atom feed of CAP 1.2, newest first', access: 'open',
  answers: { 200: { media: 'application/atom+xml' } },
  async handle({ app, now }) {
    const mission = await missionWords(app)
    const issued: Issued[] = []
    for await (const { record } of app.store.stream(SYSTEM, { kind: 'warning', where: { state: ['issued', 'called-off'], handling: ['U'] } })) {
      // A warning that was updated is in the feed as it last was.
      issued.push(...issuedOf(veiledRecord(record, app.store.openly()), mission).slice(-1).filter((one) => Date.parse(one.cap.info[0]?.expires ?? '') + KEPT_MS > now))
    }
    issued.sort((a, b) => b.at - a.at)
    const base = app.config.publicUrl?.replace(/\/$/, '') ?? ''
    const entries = issued.slice(0, MOST).map(({ identifier, at, cap, title }) => [
      '<entry>', `<id>urn:vigie:${xmlText(cap.sender)}:${xmlText(identifier)}</id>`, `<title>${xmlText(title)}</title>`, `<updated>${new Date(at).toISOString()}</updated>`, `<author><name>${xmlText(mission.name)}</name></author>`,
      `<link rel="alternate" type="application/cap+xml" href="${xmlText(`${base}/api/cap/${identifier}`)}"/>`, `<content type="application/cap+xml">\n${writeCap(cap, { declaration: false })}</content>`, '</entry>'].join('\n'))
    const raw = [
      '<?xml version="1.0" encoding="UTF-8"?>', '<feed xmlns="http://www.w3.org/2005/Atom">', `<id>urn:vigie:${xmlText(mission.org)}:cap</id>`, `<title>${xmlText(mission.name)}</title>`,
      `<updated>${new Date(issued[0]?.at ?? app.startedAt).toISOString()}</updated>`, `<author><name>${xmlText(mission.name)}</name></author>`, `<link rel="self" href="${xmlText(`${base}/api/cap`)}"/>`, ...entries, '</feed>', ''].join('\n')
    return { status: 200, raw, type: 'application/atom+xml; charset=utf-8', headers: { 'cache-control': 'no-cache' } }
  },
})

const one = endpoint({
  method: 'GET', path: '/api/cap/:identifier', tag: 'alerts', summary: 'One message issued to the public, as CAP 1.2', access: 'open',
  params: Type.Object({ identifier: id }, closed),
  answers: { 200: { media: 'application/cap+xml' } },
  async handle({ app, params }) {
    const ref = /^(WRN-.+)\.\d+$/.exec(params.identifier)?.[1]
    const seen = ref === undefined ? null : await app.store.getByRef(SYSTEM, ref)
    const found = seen && !['retracted', 'merged'].includes(seen.record.workflow) ? issuedOf(veiledRecord(seen.record, app.store.openly()), await missionWords(app)).find(({ identifier }) => identifier === params.identifier) : undefined
    if (!found) {
      throw new Problem('not-found', 'no message issued to the public has this identifier')
    }
    return { status: 200, raw: writeCap(found.cap), type: 'application/cap+xml; charset=utf-8' }
  },
})

const Taken = Type.Object({ taken: Type.Integer(), again: Type.Integer(), bad: Type.Array(Type.Object({ line: Type.Integer(), problem: Type.String() }, closed)), items: Type.Array(Type.Object({ id: Type.String(), ref: Type.String() }, closed)) }, closed)

const intake = endpoint({
  method: 'POST', path: '/api/cap', tag: 'alerts', summary: 'Hand in warnings of others: a CAP message or an Atom feed of them, as application/cap+xml. Each waits, graded F6, until a person raises an alert of it', access: 'signed-in',
  text: true, body: Type.String({ minLength: 1, maxLength: 1_000_000 }),
  answers: { 200: Taken },
  async handle(call) {
    const { app, reader, body } = call
    const scope = scopeOf(reader.grants, TAKERS)
    if (!scope.everywhere && scope.areas.length === 0) {
      throw new Problem('not-allowed', 'warnings of others are handed in by those who decide on them')
    }
    const items: { id: string; ref: string }[] = []
    const bad: { line: number; problem: string }[] = []
    let again = 0
    for (const read of capsOf(body).slice(0, MOST)) {
      if (!read.ok) {
        bad.push(...read.errors.slice(0, 20))
        continue
      }
      const record = derivedId('cap', read.alert.sender, read.alert.identifier, read.alert.sent)
      if (await app.store.get(SYSTEM, record)) {
        again += 1
        continue
      }
      const action: NewAction = { id: derivedId(record, 'create'), record, kind: 'received-warning', type: 'create', at: new Date(call.now).toISOString(), basedOn: null, patch: { data: receivedOf(read.alert) as unknown as JsonObject } }
      const [made] = await app.store.commit(reader, [action])
      if (made) {
        items.push({ id: record, ref: made.record.ref })
        await supersede(app, read.alert, call.now)
      }
    }
    return ok({ taken: items.length, again, bad, items })
  },
})

/** What a message follows and nobody has decided on is put aside for it. */
async function supersede(app: App, { references }: CapAlert, now: number): Promise<void> {
  for (const reference of (references ?? '').trim().split(/\s+/).filter((part) => part !== '').slice(0, 50)) {
    const [sender = '', identifier = '', sent = ''] = reference.split(',')
    const record = derivedId('cap', sender, identifier, sent)
    const standing = await app.store.get(SYSTEM, record)
    if (standing && (standing.record.data['state'] ?? 'new') === 'new') {
      await app.store.commit(SYSTEM, [{ id: derivedId(record, 'supersede'), record, kind: 'received-warning', type: 'supersede', at: new Date(now).toISOString(), basedOn: null, patch: {} }])
    }
  }
}

export const capRoutes: readonly Endpoint[] = [feed, one, intake]
