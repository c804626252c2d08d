import { Type } from 'typebox'
import { scopeOf } from '../../../../core/policy.ts'
import { Problem } from '../../../../core/problem.ts'
import { closed, endpoint, ok, type Endpoint } from '../../../../server/face.ts'
import { PASS_USE, passBytes } from '../../shared/handover-pass.ts'
import { REPORT } from '../../shared/who.ts'

/** A device that had no link for longer hands over unsigned, and says so. */
const DAYS = 14
const key = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$', description: 'public key of the device (Ed25519, 32 bytes), base64' })

/** The node's word that a key belongs to somebody who may report casualties, for the devices that read their hand-overs without a link. */
const give = endpoint({
  method: 'POST', path: '/api/casualties/passes', tag: 'casualties', summary: 'A pass for the key of this device, so that others can check its hand-over codes without a link', access: 'signed-in',
  body: Type.Object({ key }, closed),
  answers: { 200: Type.Object({ pass: Type.String({ description: 'base64' }), signature: Type.String({ description: 'of the node over the pass, base64' }), node: Type.String({ description: 'public key of the node (Ed25519), base64' }), until: Type.String() }, closed) },
  async handle({ app, reader, body, now }) {
    const scope = scopeOf(reader.grants, REPORT)
    if (!scope.everywhere && scope.areas.length === 0) {
      throw new Problem('not-allowed', 'only those who report casualties hand them over')
    }
    const until = now + DAYS * 86_400_000
    const pass = passBytes({ name: reader.name, until, key: Buffer.from(body.key, 'base64') })
    const { signature, publicKey } = app.store.vouch(PASS_USE, pass)
    return ok({ pass: Buffer.from(pass).toString('base64'), signature: Buffer.from(signature).toString('base64'), node: Buffer.from(publicKey).toString('base64'), until: new Date(until).toISOString() })
  },
})

export const passRoutes: readonly Endpoint[] = [give]
