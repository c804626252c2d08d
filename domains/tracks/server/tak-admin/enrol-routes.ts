import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../../../core/problem.ts'
import { xmlText } from '../../../../formats/xml-text.ts'
import { missionOf } from '../../../../server/face.ts'
import { CLIENT_DAYS, keyPrint, type Issued } from './authority.ts'
import { profilePackage } from './onboarding.ts'
import { readRequest } from './request.ts'
import { enteredBy, type Desk } from './web-server.ts'
import { bareBase64 } from './x509.ts'

const CONFIG = '/Marti/api/tls/config'
const SIGN = '/Marti/api/tls/signClient'

/** Certificates for devices: what to ask for, signing, and the package a device sets itself up with. */
export function enrolRoutes(server: FastifyInstance, desk: Desk): void {
  const { app, authority, codes } = desk
  server.get(CONFIG, async (_request, reply) => {
    const organisation = (await missionOf(app.store))?.name ?? 'Vigie'
    // Clients look for the root by its prefixed name and for the rest by plain ones.
    return reply.type('application/xml; charset=utf-8').send(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<ns2:certificateConfig xmlns="http://bbn.com/marti/xml/config" xmlns:ns2="com.bbn.marti.config" validityDays="${CLIENT_DAYS}"><nameEntries><nameEntry name="O" value="${xmlText(organisation.slice(0, 64))}"/></nameEntries></ns2:certificateConfig>\n`)
  })

  server.post(`${SIGN}/v2`, async (request, reply) => {
    const { account, reader, code } = enteredBy(request)
    const asked = readRequest(textOf(request))
    if (asked.commonName.toLowerCase() !== account.data.login) {
      throw new Problem('not-allowed', `the certificate request is for "${asked.commonName.slice(0, 64)}" and you are ${account.data.login}. Make it with CN=${account.data.login}`)
    }
    const issue = async (): Promise<string> => (await authority.issueTo(account, { publicKey: asked.publicKey, device: deviceOf(request) }, reader)).serial
    const serial = code ? await codes.use(code.id, keyPrint(asked.publicKey), issue) : await issue()
    return answerSigned(request, reply, desk, authority.list().find((one) => one.serial === serial))
  })

  // Of old clients: the node makes the key and sends it along, so it is offered only where the connection is encrypted.
  server.post(SIGN, async (request, reply) => {
    const { account, reader, code } = enteredBy(request)
    let file: Buffer | null = null
    const issue = async (): Promise<string> => {
      const made = await authority.issueWithKey(account, deviceOf(request), reader)
      file = made.file
      return made.issued.serial
    }
    await (code ? codes.use(code.id, `key:${crypto.randomUUID()}`, issue) : issue())
    return reply.type('application/x-pkcs12').header('content-disposition', `attachment; filename="${account.data.login}.p12"`).send(file)
  })

  server.get('/Marti/api/tls/profile/enrollment', async (_request, reply) => {
    const file = profilePackage(desk)
    return file === null ? reply.code(204).send() : reply.type('application/zip').header('content-disposition', 'attachment; filename="enrollment.zip"').send(file)
  })
}


function answerSigned(request: FastifyRequest, reply: FastifyReply, desk: Desk, issued: Issued | undefined): FastifyReply {
  const authority = desk.authority.authority()
  if (!issued || !authority) {
    throw new Problem('unavailable', 'the certificate could not be made; try again')
  }
  const signedCert = bareBase64(issued.cert)
  const ca = bareBase64(authority.cert)
  const accept = request.headers.accept ?? '*/*'
  return /\*\/\*|json|text\/plain/.test(accept)
    ? reply.type('application/json; charset=utf-8').send(JSON.stringify({ signedCert, ca0: ca }))
    : reply.type('application/xml; charset=utf-8').send(`<?xml version="1.0" encoding="UTF-8"?>\n<enrollment><signedCert>${signedCert}</signedCert><ca>${ca}</ca></enrollment>\n`)
}

function textOf(request: FastifyRequest): string {
  if (typeof request.body !== 'string' || request.body === '') {
    throw new Problem('malformed-body', 'the certificate request is missing. Send a PKCS#10 request in base64 as the body')
  }
  return request.body
}

/** What the device calls itself, as plain text. */
function deviceOf(request: FastifyRequest): string | null {
  const { clientUid } = request.query as { clientUid?: unknown }
  const plain = typeof clientUid === 'string' ? clientUid.replace(/\p{C}/gu, '').trim().toWellFormed().slice(0, 60) : ''
  return plain === '' ? null : plain
}
