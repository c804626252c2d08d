import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Check, Errors } from 'typebox/value'
import { canonical, type JsonObject } from '../core/json.ts'
import { figuresOf, type Kind } from '../core/kind.ts'
import { kindFromData } from '../core/own-kind.ts'
import { AreaTree } from '../core/area.ts'
import { mayAct, type Reader } from '../core/policy.ts'
import type { Action, VigieRecord } from '../core/record.ts'
import { GONE } from '../core/record.ts'
import { reduce, replay } from '../core/reduce.ts'
import { ROLE_CODES, ROLES } from '../core/roles.ts'
import { coreTexts } from '../core/texts.ts'
import { arbitraryOf } from '../test/arbitrary.ts'
import { ROWS as MEMBERS } from '../web/record/members.texts.ts'
import { DOMAINS } from './index.ts'

/** The contract every kind inherits, shipped or made by a mission. A new kind is tested by being listed. */
const home = kindFromData(
  {
    name: 'own-well', prefix: 'WEL', label: { en: 'Well', fr: 'Puits', ar: 'بئر' }, approval: true,
    fields: [
      { key: 'depth', label: { en: 'Depth', fr: 'Profondeur', ar: 'العمق' }, type: 'number', unit: 'm', min: 0, max: 500, required: true },
      { key: 'state', label: { en: 'State', fr: 'État', ar: 'الحالة' }, type: 'choice', choices: ['works', 'dry'], facet: true },
      { key: 'where', label: { en: 'Where', fr: 'Lieu', ar: 'المكان' }, type: 'place' },
      { key: 'uses', label: { en: 'Uses', fr: 'Usages', ar: 'الاستخدام' }, type: 'choices', choices: ['people', 'cattle'], facet: true },
      { key: 'seen', label: { en: 'Seen', fr: 'Vu', ar: 'شوهد' }, type: 'time' },
    ],
  },
  1,
)
const KINDS: readonly Kind[] = [...DOMAINS.flatMap((d) => d.kinds), home]
/** Values with parts that are read on a card or page made for them, not as facts. */
const SHOWN_BY_CARDS = new Set(['own-kind', 'saved-search', 'overlay', 'taxonomy', 'road-pace', 'incident'])
const areas = new AreaTree([])

for (const kind of KINDS) {
  describe(`kind ${kind.name}`, () => {
    const data = arbitraryOf(kind.data) as fc.Arbitrary<JsonObject>

    test('schema: what fits survives JSON and still fits', () => {
      fc.assert(
        fc.property(data, (value) => {
          assert.ok(Check(kind.data, value), JSON.stringify([...Errors(kind.data, value)][0]))
          const back = JSON.parse(JSON.stringify(value)) as JsonObject
          assert.equal(canonical(back), canonical(value))
        }),
        { numRuns: 60 },
      )
    })

    test('schema: an unknown field is refused', () => {
      fc.assert(fc.property(data, (value) => assert.equal(Check(kind.data, { ...value, surprise: 1 }), false)), { numRuns: 10 })
    })

    test('projection: only declared facets, finite times, severity 0–5, never throws', () => {
      fc.assert(
        fc.property(data, (value) => {
          const p = kind.project(value)
          for (const [facet, values] of Object.entries(p.facets)) {
            assert.ok(facet in kind.facets, facet)
            assert.ok(kind.facets[facet] === 'many' || values.length === 1, `${facet} is declared as one`)
          }
          assert.ok(p.severity >= 0 && p.severity <= 5)
          assert.ok(p.happened === null || p.happened.every(Number.isFinite))
          assert.ok(p.place === null || (Number.isFinite(p.place.lon) && Number.isFinite(p.place.lat) && p.place.radiusM >= 0))
        }),
        { numRuns: 60 },
      )
    })

    test('figures: each has its words, and the projection gives no other', () => {
      const figures = figuresOf(kind)
      figures.forEach((figure) => assert.ok(kind.texts[`figure.${kind.name}.${figure}`], `figure.${kind.name}.${figure}`))
      fc.assert(fc.property(data, (value) => {
        for (const [figure, [least, most]] of Object.entries(kind.project(value).measures ?? {})) {
          assert.ok(figures.includes(figure) && least <= most, figure)
        }
      }), { numRuns: 30 })
    })

    test('protected and sealed words never reach search, title or facets', () => {
      fc.assert(
        fc.property(data, (value) => {
          const marked = markProtected(kind, value)
          const p = kind.project(marked)
          assert.ok(!JSON.stringify([p.text, p.title, p.facets]).includes(SECRET))
        }),
        { numRuns: 60 },
      )
    })

    test('reducer: any history replays bit for bit and mutates nothing', () => {
      fc.assert(
        fc.property(data, fc.array(fc.constantFrom(...Object.keys(kind.actions)), { maxLength: 8 }), data, (value, types, other) => {
          const history: Action[] = [action(kind, 'create', 1, { ref: 'X-1', handling: kind.handling('X'), data: value })]
          let record = replay(kind, history) as VigieRecord
          for (const type of types) {
            const next = action(kind, type, history.length + 1, type === 'edit' ? { fields: other } : type === 'handle' ? { handling: kind.handling('Y') } : {})
            if (!mayAct(system, kind, type, record, areas).allow) {
              continue
            }
            try {
              record = reduce(kind, record, next)
            } catch {
              continue
            }
            history.push(next)
          }
          const frozen = JSON.stringify(history)
          assert.equal(canonical(replay(kind, history)), canonical(record))
          assert.equal(JSON.stringify(history), frozen)
        }),
        { numRuns: 40 },
      )
    })

    for (const [type, rule] of Object.entries(kind.actions)) {
      test(`action ${type}: every role, allowed and refused as declared, and never in a wrong state`, () => {
        const refused: string[] = []
        for (const role of ROLE_CODES) {
          const reader: Reader = { user: 'u', name: 'U', org: 'X', side: 'mission', clearance: 'SC', compartments: kind.handling('X').compartments, grants: [{ role, area: null }], purpose: 'a test' }
          const states = rule.when ?? (['draft', 'submitted', 'returned', 'approved'] as const)
          const record = { ...blank(kind), workflow: states[0] ?? 'submitted' } as VigieRecord
          const reads = kind.read === '*' || kind.read.includes(role)
          const named = rule.who === '*' || rule.who.includes(role)
          const decision = mayAct(reader, kind, type, record, areas)
          const outside = ['HQ', 'MS-RO', 'HOST-LO', 'PARTNER'].includes(role)
          assert.equal(decision.allow, reads && named && (!outside || record.workflow === 'approved'), `${role}: ${decision.because}`)
          if (!decision.allow) {
            refused.push(role)
          }
        }
        if (rule.who !== '*') {
          assert.ok(refused.length > 0, 'there must be roles that may not')
        }
        for (const state of GONE) {
          if (!rule.audit && !(rule.when ?? []).includes(state)) {
            assert.equal(mayAct(system, kind, type, { ...blank(kind), workflow: state }, areas).allow, false)
          }
        }
      })
    }

    test('words: kind, fields, facets and actions in English, French and Arabic', () => {
      const texts = { ...coreTexts, ...kind.texts }
      const keys = [`kind.${kind.name}`, `kinds.${kind.name}`, ...Object.keys(kind.data.properties).map((f) => `field.${kind.name}.${f}`), ...Object.keys(kind.facets).map((f) => `facet.${f}`), ...Object.keys(kind.actions).map((a) => `action.${a}`)]
      const missing = keys.filter((key) => !texts[key]?.en || !texts[key]?.fr || !texts[key]?.ar)
      assert.deepEqual(missing, [])
    })

    test('words: members of what its page shows, in English, French and Arabic', { skip: SHOWN_BY_CARDS.has(kind.name) && 'a card of its own shows them' }, () => {
      const texts = { ...coreTexts, ...kind.texts }
      const named = (key: string) => { const text = texts[`field.${kind.name}.${key}`]; return Boolean(text?.en && text.fr && text.ar) || `part.${key}` in MEMBERS }
      const shown = Object.entries(kind.data.properties).filter(([field]) => kind.fields[field]?.widget !== 'hidden')
      assert.deepEqual([...new Set(shown.flatMap(([, schema]) => membersOf(schema as Schema)))].filter((key) => !named(key)), [])
    })
  })
}

type Schema = { properties?: Record<string, Schema>; items?: Schema; anyOf?: Schema[] }

/** Names under which the parts of a value stand; of a place only what is said beside its name and grid. */
function membersOf({ properties, items, anyOf }: Schema): string[] {
  const place = properties !== undefined && 'lon' in properties && 'lat' in properties
  const own = Object.entries(properties ?? {}).filter(([key]) => key !== 'id' && !(place && ['lon', 'lat', 'name', 'grid'].includes(key)))
  return [...own.flatMap(([key, schema]) => [key, ...membersOf(schema)]), ...(items ? membersOf(items) : []), ...(anyOf ?? []).flatMap(membersOf)]
}

test('every role has words and a level', () => {
  for (const code of ROLE_CODES) {
    assert.ok(ROLES[code].text.en && ROLES[code].text.fr && ROLES[code].text.ar, code)
  }
})

test('kind names and reference prefixes are unique over all domains', () => {
  assert.equal(new Set(KINDS.map((k) => k.name)).size, KINDS.length)
  assert.equal(new Set(KINDS.map((k) => k.prefix)).size, KINDS.length)
})

const SECRET = 'zqxjsecretzqxj'
const system: Reader = { user: 'system', name: 'system', org: 'X', side: 'mission', clearance: 'SC', compartments: [], grants: [], purpose: null, system: true }

function action(kind: Kind, type: string, seq: number, patch: JsonObject): Action {
  return { id: `a${seq}`, node: 'n', seq, record: 'r', kind: kind.name, type, actor: 'u', role: 'JOC-DO', at: '2026-01-01T00:00:00Z', receivedAt: '2026-01-01T00:00:00Z', basedOn: null, patch, reason: 'why', purpose: null }
}

function blank(kind: Kind): VigieRecord {
  return { id: 'r', kind: kind.name, schema: 1, ref: 'X-1', version: 1, workflow: 'submitted', veracity: null, handling: { ...kind.handling('X'), owner: 'X', releasableTo: ['X', '*'] }, area: null, places: [], data: {}, createdAt: '', createdBy: 'other', createdRole: '', deviceAt: '', updatedAt: '', updatedBy: '', touched: {}, contested: [], mergedInto: null, erased: false }
}

/** Put a secret word into every string of sealed fields and protected items. */
function markProtected(kind: Kind, data: JsonObject): JsonObject {
  const out: JsonObject = { ...data }
  for (const [field, rule] of Object.entries(kind.fields)) {
    const value = out[field]
    if (rule.sealed && value !== undefined) {
      out[field] = spoil(value) as JsonObject
    }
    if (rule.protectItems && Array.isArray(value)) {
      const flag = rule.protectItems.flag
      out[field] = value.map((item) => ({ ...(spoil(item) as JsonObject), [flag]: true }))
    }
  }
  return out
}

/** Enumerated values and numbers are left alone; free words become the secret. */
function spoil(value: unknown): unknown {
  if (typeof value === 'string') {
    return SECRET
  }
  if (Array.isArray(value)) {
    return value.map(spoil)
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, /^(reliability|credibility|type)$/.test(k) ? v : spoil(v)]))
  }
  return value
}
