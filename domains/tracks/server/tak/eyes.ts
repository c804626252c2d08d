import type { Reader } from '../../../../core/policy.ts'
import type { FeedView } from '../../../../server/face.ts'
import type { Identity } from './client.ts'
import type { Gates } from './gates.ts'
import { NOBODY } from './keeper.ts'

/** What goes to somebody who never said who they are; incidents and alerts never do. */
const FOR_ANYBODY = new Set(['track', 'message', 'field-report'])

/** A person, by their account as it stands. */
export function personIdentity(gates: Gates, account: string, login: string, reader: Reader, by: Identity['by']): Identity {
  const eyes = gates.eyes(reader)
  return { account, login, by, author: reader, reader, sees: ({ gate }) => eyes.sees(gate), saw: (gate) => eyes.remembered(gate) === true }
}

/**
 * Somebody nobody knows, on a feed that admits such: they see what may be seen by everybody who may see what the feed brings,
 * and of that only what is unclassified. On a feed whose own class is higher that is nothing.
 */
export function unknownIdentity(gates: Gates, { handling, area }: FeedView): Identity {
  const eyes = gates.eyes({ user: 'tak-unknown', name: 'TAK', org: handling.owner, side: 'mission', clearance: 'U', compartments: [], grants: [{ role: 'MILOB', area }], purpose: null })
  const open = handling.level === 'U'
  return {
    account: null, login: null, by: 'nothing', author: NOBODY, reader: null,
    sees: ({ gate }) => open && gate.access.handling.level === 'U' && FOR_ANYBODY.has(gate.access.kind) && eyes.sees(gate),
    saw: (gate) => open && eyes.remembered(gate) === true,
  }
}
