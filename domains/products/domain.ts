import { standardActions } from '../../core/actions.ts'
import { ALL_MISSION } from '../../core/handling.ts'
import { defineDomain, defineKind } from '../../core/kind.ts'
import { figureMonths, Product, recordsNamed, textOf, unreadBy } from '../../core/product.ts'
import { OPERATIONS, OUTSIDE, REPORTERS } from '../../core/roles.ts'
import { productActions } from './shared/actions.ts'
import { productClocks } from './shared/clocks.ts'
import { DRAFTERS } from './shared/roles.ts'
import { texts } from './shared/texts.ts'
import { UnitReport } from './shared/unit-report.ts'

const made = { ownActions: true, widget: 'hidden' } as const

/** Reports that write themselves: sections bound to records, released in two steps, corrected by number. */
export const product = defineKind<Product>({
  name: 'product', version: 1, prefix: 'PRD', data: Product,
  fields: {
    type: made, language: made, mission: made, zone: made, exercise: made, audience: made, day: made, period: made, about: made, sections: made, madeAt: made, released: made, receipts: made,
    correction: made, corrects: made, changes: made, tearOf: made, updates: made, stale: made, supersededBy: made, readByAll: made, nextUpdate: { widget: 'time' }, distribution: { widget: 'json' },
  },
  approval: true, veracity: false,
  read: [...OPERATIONS, ...OUTSIDE],
  // Made by the route that reads the records behind it.
  create: DRAFTERS,
  actions: productActions,
  facets: { 'product-type': 'one', 'day': 'one', 'language': 'one', 'standing': 'one', 'about': 'one', 'corrects': 'one', 'tearOf': 'one', 'recipient': 'many', 'unread': 'many', 'used': 'many', 'figure': 'many' },
  project: (data) => ({
    title: data.title,
    text: [data.title, ...data.sections.flatMap((section) => [section.title, ...section.blocks.flatMap((block) => [textOf(block.pieces ?? []), ...(block.lines ?? []).map((line) => [...(line.cells ?? []), line.pieces ?? []].map(textOf).join(' '))])])].join('\n').slice(0, 50_000),
    happened: spanOf(data.period),
    reported: momentOf(data.released?.at),
    place: null,
    severity: 0,
    facets: {
      'product-type': [data.type], 'day': [data.day ?? ''], 'language': [data.language], 'about': [data.about ?? ''], 'corrects': [data.corrects ?? ''], 'tearOf': [data.tearOf ?? ''],
      'standing': [data.supersededBy !== undefined ? 'replaced' : data.stale ? 'stale' : data.released ? 'current' : 'open'], 'recipient': [...new Set(data.distribution.map((one) => one.user))],
      // What it was counted from, so that a record finds its products without looking through them.
      'used': [...recordsNamed(data.sections)], 'figure': [...figureMonths(data.sections)],
      'unread': data.released && data.supersededBy === undefined ? [...new Set(unreadBy(data).map((one) => one.user))] : [],
    },
  }),
  handling: (owner) => ({ level: 'C', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  clocks: productClocks,
  texts,
})

/** What sectors and units send in for the product of a day, or that they have nothing to say. */
export const unitReport = defineKind<UnitReport>({
  name: 'unit-report', version: 1, prefix: 'URP', data: UnitReport,
  fields: { name: { widget: 'hidden' }, text: { widget: 'multiline' } },
  approval: false, veracity: false,
  read: OPERATIONS, create: REPORTERS,
  actions: standardActions<UnitReport>({ edit: REPORTERS, retract: ['JOC-CH', 'JOC-DO', 'SHQ', 'FHQ'], handle: ['JOC-CH'] }),
  facets: { unit: 'one', day: 'one', nil: 'one' },
  project: (data) => ({
    title: data.name === undefined ? data.day : `${data.name} ${data.day}`, text: [data.name ?? '', data.unit, data.text ?? ''].join('\n'), happened: null, reported: null, place: null, severity: 0,
    facets: { unit: [data.unit], day: [data.day], nil: [String(data.nil)] },
  }),
  handling: (owner) => ({ level: 'U', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  check: (data) => (Number.isNaN(Date.parse(data.day)) ? [{ path: '/day', problem: 'is no day', fix: 'Write YYYY-MM-DD' }] : []),
  texts,
})

export const products = defineDomain({ name: 'products', kinds: [product, unitReport], texts })

function spanOf(period: Product['period']): readonly [number, number] | null {
  const [from, to] = [momentOf(period?.from), momentOf(period?.to)]
  return from === null || to === null || to < from ? null : [from, to]
}

function momentOf(text: string | undefined): number | null {
  const at = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isFinite(at) ? at : null
}
