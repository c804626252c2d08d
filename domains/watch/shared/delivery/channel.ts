import { Type, type Static } from 'typebox'
import { standardActions } from '../../../../core/actions.ts'
import { ALL_MISSION } from '../../../../core/handling.ts'
import { defineKind } from '../../../../core/kind.ts'
import type { FieldProblem } from '../../../../core/problem.ts'
import { CHANNELS } from './targets.ts'
import { deliveryTexts } from './texts.ts'
import { DIALECTS } from './dialects.ts'

const closed = { additionalProperties: false }
const short = (max = 200) => Type.String({ maxLength: max })

/** A way out as the administration sets it up. Passwords and keys are kept apart and never in a record. */
export const AlertChannel = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    type: Type.Enum([...CHANNELS]),
    enabled: Type.Boolean(),
    /** Code of the technology register it runs under; with it the channel stops when consent or due diligence ends. */
    technology: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' })),
    /** The highest level whose words may go out by it; of anything above, and of every compartment, only severity and reference are said. */
    carries: Type.Enum(['U', 'C']),
    email: Type.Optional(Type.Object({
      host: Type.String({ minLength: 1, maxLength: 253 }), port: Type.Integer({ minimum: 1, maximum: 65_535 }),
      /** `tls` from the first byte (465), `starttls` refused when the server offers none (587), `none` in the clear on a network of one's own. */
      security: Type.Enum(['tls', 'starttls', 'none']),
      from: Type.String({ minLength: 3, maxLength: 254, pattern: '^[^@\\s<>]+@[^@\\s<>]+$' }), user: Type.Optional(short()),
      /** Certificate of a private authority, PEM. */
      ca: Type.Optional(short(20_000)),
    }, closed)),
    sms: Type.Optional(Type.Object({
      dialect: Type.Enum(Object.keys(DIALECTS)), url: Type.String({ maxLength: 500, pattern: '^https?://[^\\s]+$' }), from: short(20), user: Type.Optional(short()),
    }, closed)),
    push: Type.Optional(Type.Object({ /** Whom the push service may write to: mailto: or https:. */ subject: Type.String({ maxLength: 254, pattern: '^(?:mailto:|https://)[^\\s]+$' }) }, closed)),
    note: Type.Optional(short(2000)),
  },
  closed,
)
export type AlertChannel = Static<typeof AlertChannel>

export const alertChannel = defineKind<AlertChannel>({
  name: 'alert-channel', version: 1, prefix: 'CHN', data: AlertChannel, fields: { note: { widget: 'multiline' } },
  approval: false, veracity: false,
  read: ['ADMIN', 'JOC-CH', 'JOC-DO', 'JOC-IM', 'AUDIT', 'DPO'], create: ['ADMIN'],
  actions: standardActions<AlertChannel>({ edit: ['ADMIN'], retract: ['ADMIN'], handle: ['ADMIN'] }),
  facets: { type: 'one', enabled: 'one', technology: 'one' },
  project: (data) => ({
    title: data.name, text: [data.name, data.note ?? ''].join('\n'), names: [data.name], happened: null, reported: null, place: null, severity: 0,
    facets: { type: [data.type], enabled: [String(data.enabled)], technology: [data.technology ?? ''] },
  }),
  handling: (owner) => ({ level: 'U', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  check: (data) => missing(data),
  texts: deliveryTexts,
})

function missing(data: AlertChannel): FieldProblem[] {
  const { type } = data
  return type !== 'webhook' && data[type] === undefined ? [{ path: `/${type}`, problem: 'its settings are missing', fix: 'Give its settings' }] : []
}
