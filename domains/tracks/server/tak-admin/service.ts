import type { App, Service } from '../../../../server/face.ts'
import { offerTakIdentity } from '../tak/face.ts'
import { TakAuthority } from './authority.ts'
import { EnrolmentCodes } from './codes.ts'
import { TakListeners } from './listeners.ts'

/** What the pages of the administration work with. */
export type TakAdmin = { authority: TakAuthority; codes: EnrolmentCodes; listeners: TakListeners }

const admins = new WeakMap<App, TakAdmin>()

/** Certificates, enrolment and web services for TAK clients. Nothing is opened before `start`, and then only by a feed. */
export async function takAdminService(app: App): Promise<Service> {
  const authority = await TakAuthority.open(app)
  const codes = new EnrolmentCodes(app)
  const listeners = new TakListeners(app, authority, codes)
  admins.set(app, { authority, codes, listeners })
  offerTakIdentity(app, authority)
  app.feeds.offerTls(async () => {
    await authority.ensure()
    const tls = authority.tlsOptions()
    if (!tls) {
      throw new Error('the certificate of the node is not made yet')
    }
    return { key: tls.key, cert: tls.cert }
  })
  // The process before may have made, renewed or withdrawn.
  app.lead.onGain(() => authority.reload())
  return {
    start: () => listeners.start(),
    async close() {
      await listeners.close()
      authority.close()
    },
  }
}

/** Of a node whose service was made. */
export function takAdminOf(app: App): TakAdmin {
  const admin = admins.get(app)
  if (!admin) {
    throw new Error('the service of TAK certificates was not made with this node')
  }
  return admin
}
