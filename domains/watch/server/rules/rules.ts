import { distanceM, type LonLat } from '../../../../core/place.ts'
import { combineHandling } from '../../../../core/handling.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import { SYSTEM, type App, type Service } from '../../../../server/face.ts'
import { isRaisedAlready, raiseAlert, repeatAlert, stateOf, type Alert } from '../../contract.ts'
import { RuleBook, type Fired } from '../../shared/rules/engine.ts'
import type { AlertRule } from '../../shared/rules/rule.ts'
import { sayRule } from '../../shared/rules/say.ts'
import { needFigureWritten } from './figures.ts'
import { versionsOf } from './versions.ts'

/** Changes that follow on each other are taken up at once. */
const GATHER_MS = 100
/** What a community tells again within so long, from so near, is the same. */
const AGAIN_MS = 24 * 3_600_000
const AGAIN_KM = 10
const MOST_STANDING = 500
const started = new WeakMap<App, AlertRules>()

/** The rules of a node over its records: each commit is held against them once; what was missed by a stop is made up for at the start. */
export class AlertRules implements Service {
  readonly #app: App
  #book: RuleBook
  #rules = new Map<string, { record: VigieRecord; rule: AlertRule }>()
  #work: Promise<void> = Promise.resolve()
  /** What is written while the rules are read: the new book must know of it too. */
  #meanwhile: VigieRecord[] | null = null
  #gather: NodeJS.Timeout | null = null
  /** When the first change of a rule came in that is not read yet: what comes in from then on is the new rule's to tell. */
  #changedAt: string | null = null
  #stop: () => void = () => {}
  #closed = false

  private constructor(app: App) {
    this.#app = app
    this.#book = new RuleBook([], () => undefined, app.store.areas())
  }

  static async start(app: App): Promise<AlertRules> {
    const made = new AlertRules(app)
    await made.#read()
    const unguard = app.store.guard((asked, before) => needFigureWritten(app.store, asked, before))
    const unheard = app.store.onCommit(({ changes }) => {
      for (const { action, record, restated } of changes) {
        if (record.kind === 'alert-rule' || record.kind === 'area' || record.kind === 'own-kind') {
          made.#readSoon(action.receivedAt)
        } else if (restated !== true && app.loading === null && action.type !== 'read' && action.type !== 'export') {
          made.#tell(made.#book.take(record, app.clock()))
          made.#meanwhile?.push(record)
        }
      }
    })
    made.#stop = () => { unguard(); unheard() }
    started.set(app, made)
    return made
  }

  async settled(): Promise<void> {
    if (this.#gather) {
      clearTimeout(this.#gather)
      this.#gather = null
      this.#enqueue(() => this.#read())
    }
    // What was read may have something to tell.
    for (let before: Promise<void> | null = null; before !== this.#work;) {
      before = this.#work
      await before
    }
  }

  async close(): Promise<void> {
    this.#stop()
    await this.settled()
    this.#closed = true
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(() => (this.#closed ? undefined : work())).catch((err: unknown) => this.#app.log.error({ err }, 'an alert rule could not be followed; it is read again with the next change of a rule'))
  }

  #readSoon(changedAt: string): void {
    this.#changedAt ??= changedAt
    this.#gather ??= setTimeout(() => {
      this.#gather = null
      this.#enqueue(() => this.#read())
    }, GATHER_MS)
    this.#gather.unref()
  }

  /** Rules as the records say, with what they would have seen by now: an alert that stands already is not raised twice. */
  async #read(): Promise<void> {
    const changedAt = this.#changedAt
    this.#changedAt = null
    this.#meanwhile = []
    try {
      await this.#readAnew(this.#meanwhile, changedAt ?? '')
    } finally {
      this.#meanwhile = null
    }
  }

  async #readAnew(meanwhile: readonly VigieRecord[], changedAt: string): Promise<void> {
    const { store } = this.#app
    const rules = new Map<string, { record: VigieRecord; rule: AlertRule }>()
    for await (const { record } of store.stream(SYSTEM, { kind: 'alert-rule' })) {
      rules.set(record.id, { record, rule: record.data as unknown as AlertRule })
    }
    const book = new RuleBook([...rules].map(([id, { rule }]) => ({ id, rule })), (name) => store.kinds().get(name), store.areas())
    const now = this.#app.clock()
    const missed: Fired[] = []
    for (const kind of book.kinds) {
      // What came in before the rule was last written was there to be seen when it was; what came before this change was told by the rules that stood.
      const since = this.#rules.size === 0 ? '' : changedAt
      const writtenAt = (rule: string): string => [rules.get(rule)?.record.updatedAt ?? '', since].reduce((a, b) => (a > b ? a : b))
      missed.push(...(store.kinds().need(kind).standing ? (await this.#readStanding(book, kind, now)).filter(({ rule, at }) => new Date(at).toISOString() >= writtenAt(rule)) : await this.#readMoments(book, kind, now, writtenAt)))
    }
    this.#rules = rules
    this.#book = book
    // A rule that was written or switched on just now speaks from then on; one that stood speaks of what it missed.
    this.#tell(this.#app.loading === null ? missed : [])
    for (const record of meanwhile) {
      this.#tell(book.take(record, this.#app.clock()))
    }
  }

  async #readMoments(book: RuleBook, kind: string, now: number, writtenAt: (rule: string) => string): Promise<Fired[]> {
    const seen: VigieRecord[] = []
    for await (const { record } of this.#app.store.stream(SYSTEM, { kind, time: { axis: 'happened', from: new Date(now - book.backMs(kind)).toISOString() } })) {
      seen.push(record)
    }
    return seen.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)).flatMap((record) => book.take(record, now).filter(({ rule }) => record.createdAt >= writtenAt(rule)))
  }

  /** What stands of a kind, with what it lately was: whether it fitted before is part of what it is now. */
  async #readStanding(book: RuleBook, kind: string, now: number): Promise<Fired[]> {
    const fired: Fired[] = []
    const from = now - book.backMs(kind)
    for await (const { record } of this.#app.store.stream(SYSTEM, { kind })) {
      for (const version of await versionsOf(this.#app.store, SYSTEM, record, from)) {
        fired.push(...book.take(version, now))
      }
    }
    // Since when it has been so is known only of what came to be so since then.
    return fired.filter(({ at }) => at >= from)
  }

  #tell(fired: readonly Fired[]): void {
    for (const one of fired) {
      this.#enqueue(() => this.#raise(one))
    }
  }

  async #raise({ rule: id, at, subject, episode, hits }: Fired): Promise<void> {
    const { store } = this.#app
    const known = this.#rules.get(id)
    if (!known) {
      return
    }
    const records = (await store.list(SYSTEM, { kind: known.rule.of, ids: hits.map(({ record }) => record).slice(0, 1000), limit: 1000 })).items.map((seen) => seen.record)
    const newest = records.find((record) => record.id === hits.at(-1)?.record) ?? records[0]
    if (!newest) {
      return
    }
    const areas = new Set(records.map(({ area }) => area))
    const places = hits.flatMap(({ place }) => (place ? [place] : []))
    const place = places.at(-1)
    if (known.rule.community) {
      const standing = await this.#standing(id, known.rule, newest, place ?? null)
      if (standing !== null) {
        await this.#commit(standing === 'told' ? null : repeatAlert(standing, newest.id, this.#app.clock()))
        return
      }
    }
    const { title } = store.kinds().need(known.rule.of).project(newest.data)
    await this.#commit(raiseAlert({
      rule: id, subject, episode, severity: known.rule.severity as 1, title: sayRule(known.rule, { title, ref: newest.ref, count: records.length }),
      ...(records.length > 1 ? { text: { en: records.map(({ ref }) => ref).join(', ').slice(0, 2000), fr: records.map(({ ref }) => ref).join(', ').slice(0, 2000) } } : {}),
      place: place ? { lon: place.lon, lat: place.lat } : null, at: Math.min(at, this.#app.clock()),
      // Whoever may not read all of what it is about is not told of it.
      handling: records.length === 1 ? newest.handling : combineHandling(records.map(({ handling }) => handling), newest.handling.owner), area: areas.size === 1 ? newest.area : null, record: newest.id, wake: known.rule.wake ?? [], ...(known.rule.community ? { community: true } : {}),
    }))
  }

  /** The alert of a community that a record tells of again: the newest of its rule, from near by; `told` where it has been taken. Never one with other readers. */
  async #standing(rule: string, { nearKm = AGAIN_KM }: AlertRule, record: VigieRecord, place: LonLat | null): Promise<{ id: string; closed: boolean } | 'told' | null> {
    const { items } = await this.#app.store.list(SYSTEM, { kind: 'alert', where: { 'track-rule': [rule], 'community': ['true'] }, sort: { by: 'logged', dir: 'desc' }, limit: MOST_STANDING })
    const all = items.map((seen) => ({ record: seen.record, alert: seen.record.data as unknown as Alert }))
    if (all.some(({ alert }) => alert.record === record.id || alert.repeats?.includes(record.id))) {
      return 'told'
    }
    const since = this.#app.clock() - AGAIN_MS
    const same = all.find((one) => Date.parse(one.record.updatedAt) >= since && sameReaders(one.record, record) && (place && one.alert.place ? distanceM(place, one.alert.place) <= nearKm * 1000 : one.record.area !== null && one.record.area === record.area))
    return same ? { id: same.record.id, closed: stateOf(same.alert) === 'closed' } : null
  }

  async #commit(action: ReturnType<typeof raiseAlert> | null): Promise<void> {
    try {
      if (action) {
        await this.#app.store.commit(SYSTEM, [action])
      }
    } catch (error) {
      if (!isRaisedAlready(error)) {
        throw error
      }
    }
  }
}

function sameReaders(a: VigieRecord, b: VigieRecord): boolean {
  return JSON.stringify(combineHandling([a.handling], a.handling.owner)) === JSON.stringify(combineHandling([b.handling], a.handling.owner))
}

/** The alert rules of a node that was started. */
export function alertRulesOf(app: App): AlertRules | undefined {
  return started.get(app)
}
