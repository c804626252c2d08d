import type { Handling } from '../../../core/handling.ts'
import { accessClassOf, mayRead, type Reader } from '../../../core/policy.ts'
import { URGENT_TYPES, type Audience, type Recipient, type Section } from '../../../core/product.ts'
import { OUTSIDE } from '../../../core/roles.ts'
import { accountById, isActive, isOutside, readerOf, readerOfAudience, type App } from '../../../server/face.ts'
import { product } from '../domain.ts'
import { askOf, handlingOf, makeSections, wantedAgain, type ProductRecord } from './make.ts'

/** A version of a product for those of its readers who may see less. `waits`: its release is somebody else's. */
export type Version = { audience: Audience; recipients: Recipient[]; sections: Section[]; handling: Handling; waits: boolean }

type Named = { recipient: Recipient; reader: Reader | null }

/** Who stands on a distribution list, as they may read now; null for an account that is gone or closed. */
export async function readersOf(store: App['store'], distribution: readonly Recipient[], now: number): Promise<Named[]> {
  return Promise.all(distribution.map(async (recipient) => {
    const account = await accountById(store, recipient.user)
    return { recipient, reader: account && isActive(account) ? readerOf(account, null, now) : null }
  }))
}

/**
 * Who gets what: those who may read the product get it; the others, class by class, a version made with their own eyes, where
 * anything is left of it; the rest nothing, and the releaser is told so before.
 */
export async function versionsFor(app: App, record: ProductRecord, named: readonly Named[], now: number): Promise<{ versions: Version[]; distribution: Recipient[] }> {
  const areas = app.store.areas()
  const released = accessClassOf({ ...record, workflow: 'approved' } as never)
  const gets = new Map<string, NonNullable<Recipient['gets']>>()
  const groups = new Map<string, { audience: Audience; recipients: Recipient[] }>()
  for (const { recipient, reader } of named) {
    if (reader && mayRead(reader, product, released, areas).allow) {
      gets.set(recipient.user, 'this')
      continue
    }
    gets.set(recipient.user, 'none')
    const audience = reader ? audienceFor(reader) : null
    if (audience) {
      const key = JSON.stringify(audience)
      const group = groups.get(key) ?? { audience, recipients: [] }
      group.recipients.push(recipient)
      groups.set(key, group)
    }
  }
  const versions: Version[] = []
  for (const { audience, recipients } of groups.values()) {
    const version = await versionFor(app, record, audience, recipients, now)
    if (version) {
      versions.push(version)
      recipients.forEach((one) => gets.set(one.user, 'other'))
    }
  }
  return { versions, distribution: named.map(({ recipient: { insteadOf: _put, ...recipient } }) => ({ ...recipient, gets: gets.get(recipient.user) ?? 'none' })) }
}

/** Made with the eyes of a class of readers; null when nothing but headings would be left. */
async function versionFor(app: App, record: ProductRecord, audience: Audience, recipients: Recipient[], now: number): Promise<Version | null> {
  const { data, handling: { owner } } = record
  const reader = readerOfAudience(audience)
  const open = data.sections.filter((section) => section.mode === 'live' || fits(app, reader, audience, section))
  const sections = (await makeSections(app, { ...askOf(data, owner, now), reader }, wantedAgain(open), open)).filter((section) => section.mode === 'live' || section.blocks.length > 0)
  const handling = handlingOf(sections, owner)
  const readable = mayRead(reader, product, accessClassOf({ kind: 'product', handling, area: audience.area, workflow: 'approved' }), app.store.areas()).allow
  // A definitions box alone, or a count of nothing, is no report.
  const says = sections.some((section) => section.mode === 'live' ? section.facts.some((fact) => fact.total > 0) : section.blocks.length > 0)
  return readable && says ? { audience, recipients, sections, handling, waits: audience.side === 'hq' && !URGENT_TYPES.includes(data.type) } : null
}

/** May a written or frozen section be shown to them? Its author says what may leave the mission; caveats and level hold all the same. */
function fits(app: App, reader: Reader, audience: Audience, section: Section): boolean {
  const handling = section.outside ? { ...section.handling, releasableTo: [...section.handling.releasableTo, audience.org] } : section.handling
  return mayRead(reader, product, accessClassOf({ kind: 'product', handling, area: audience.area, workflow: 'approved' }), app.store.areas()).allow
}

/** The class of a reader: who else stands on their side with their clearance and area sees the same. Null without a role. */
function audienceFor(reader: Reader): Audience | null {
  const outside = isOutside(reader)
  const grant = reader.grants.find((one) => OUTSIDE.includes(one.role) === outside && one.area === null) ?? reader.grants[0]
  if (!grant) {
    return null
  }
  return { side: reader.side, org: outside ? reader.org : '*', role: grant.role, clearance: reader.clearance, area: grant.area }
}
