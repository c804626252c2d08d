import type { Reader } from '../../../../core/policy.ts'
import type { Store } from '../../../../server/face.ts'
import { stateOf, type Alert, type AlertKey } from '../../../watch/contract.ts'

/** The call for help of a subject that was not called off and that nobody closed, also from before the node was started; null when there is none. */
export async function standingCall(store: Store, by: Reader, subject: string): Promise<AlertKey | null> {
  // The facet holds the parts of a subject that has blanks in it.
  const { items } = await store.list(by, { kind: 'alert', where: { rule: ['sos'], subject: [subject.split(' ')[0] as string] }, sort: { by: 'logged', dir: 'desc' }, limit: 20 })
  const found = items.map(({ record }) => record.data as unknown as Alert).find((alert) => alert.subject === subject && alert.cancelledAt === undefined && stateOf(alert) !== 'closed')
  return found ? { rule: found.rule, subject: found.subject, episode: found.episode } : null
}
