import { Type } from 'typebox'
import { Problem } from '../../../../core/problem.ts'
import { closed, endpoint, findRecord, ok, presentRecord, RecordView, type Endpoint } from '../../../../server/face.ts'
import { dataPackage } from '../../domain.ts'
import { PACKAGE_LIMIT } from '../../shared/tak-files.ts'
import { takStream } from '../tak/face.ts'
import { onboardOf } from './onboarding.ts'
import { heldOf, receivePackage } from './packages.ts'
import { MARTI_CODEC } from './ports.ts'
import { takAdminOf } from './service.ts'

const Names = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 100 })

const upload = endpoint({
  method: 'POST', path: '/api/tak/packages', tag: 'tak', summary: 'Keep a data package for TAK devices: multipart file, a zip of at most 50 MB', access: 'signed-in', multipart: true,
  answers: { 200: RecordView, 201: RecordView },
  async handle(call) {
    const { app, reader, request } = call
    if (!request.isMultipart()) {
      throw new Problem('unsupported-type', 'send the file as multipart/form-data')
    }
    const part = await request.file({ limits: { fileSize: PACKAGE_LIMIT, files: 1, fields: 4, parts: 5 } })
    const handling = app.feeds.running(MARTI_CODEC)[0]?.handling ?? dataPackage.handling(reader.org)
    const { held, again } = await receivePackage(app, reader, part, { hash: null, name: null, creatorUid: null }, handling)
    return { status: again ? 200 : 201, body: await presentRecord(app, held.seen) }
  },
})

const offer = endpoint({
  method: 'POST', path: '/api/tak/packages/:id/offer', tag: 'tak', summary: 'Tell connected TAK devices that a data package can be fetched: those that may see it, or some of them by callsign', access: 'signed-in',
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'id or reference of a record' }) }, closed),
  body: Type.Object({ callsigns: Type.Optional(Names) }, closed),
  answers: { 200: Type.Object({ devices: Type.Integer({ description: 'told now' }) }, closed) },
  async handle(call) {
    const { app, reader, body } = call
    const seen = await findRecord(call, call.params.id)
    const held = seen.record.kind === 'data-package' ? heldOf(seen) : null
    const { authority } = takAdminOf(app)
    const host = authority.host()
    if (!held) {
      throw new Problem('not-found', 'this record is no data package with its file')
    }
    if (host === null || app.feeds.running(MARTI_CODEC).length === 0) {
      throw new Problem('wrong-state', 'devices have nowhere to fetch it from: an administrator switches the services for TAK devices on and sets the address first')
    }
    await app.store.audit(reader, [seen.record.id], 'export', { format: 'tak', attachment: held.attachment.id })
    const { name, sha256, bytes } = held.data
    const url = `https://${host.includes(':') ? `[${host}]` : host}:${onboardOf(app, authority).ports.marti}/Marti/sync/content?hash=${sha256}`
    const file = { name: name.replace(/\.zip$/i, ''), filename: name, url, sha256, bytes, senderCallsign: reader.name, senderUid: `vigie-${app.store.node}` }
    return ok({ devices: takStream(app)?.announcePackage(file, seen.record, body.callsigns ? { callsigns: body.callsigns } : undefined) ?? 0 })
  },
})

/** Data packages from the screen to devices. */
export const takPackageRoutes: readonly Endpoint[] = [upload, offer]
