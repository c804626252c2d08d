import { combineHandling } from '../../../../core/handling.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import { SYSTEM, type App, type Service } from '../../../../server/face.ts'
import { isRaisedAlready, raiseAlert } from '../../contract.ts'
import { RuleBook, type Fired } from '../../shared/rules/engine.ts'
import type { AlertRule } from '../../shared/rules/rule.ts'
import { sayRule } from '../../shared/rules/say.ts'
import { needFigureWritten } from './figures.ts'
import { versionsOf } from './versions.ts'

/** Changes that follow on each other are taken up at once. */
const GATHER_MS = 100
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
          made.#readSoon()
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
    await this.#work
  }

  async close(): Promise<void> {
    this.#stop()
    await this.settled()
    this.#closed = true
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(() => (this.#closed ? undefined : work())).catch((err: unknown) => this.#app.log.error({ err }, 'an alert rule could not be followed; it is read again with the next change of a rule'))
  }

  #readSoon(): void {
    this.#gather ??= setTimeout(() => {
      this.#gather = null
      this.#enqueue(() => this.#read())
    }, GATHER_MS)
    this.#gather.unref()
  }

  /** Rules as the records say, with what they would have seen by now: an alert that stands already is not raised twice. */
  async #read(): Promise<void> {
    const { store } = this.#app
    this.#meanwhile = []
    const rules = new Map<string, { record: VigieRecord; rule: AlertRule }>()
    for await (const { record } of store.stream(SYSTEM, { kind: 'alert-rule' })) {
      rules.set(record.id, { record, rule: record.data as unknown as AlertRule })
    }
    const book = new RuleBook([...rules].map(([id, { rule }]) => ({ id, rule })), (name) => store.kinds().get(name), store.areas())
    const now = this.#app.clock()
    const missed: Fired[] = []
    for (const kind of book.kinds) {
      // What came in before the rule was last written was there to be seen when it was.
      const writtenAt = (rule: string): string => rules.get(rule)?.record.updatedAt ?? ''
      missed.push(...(store.kinds().need(kind).standing ? (await this.#readStanding(book, kind, now)).filter(({ rule, at }) => new Date(at).toISOString() >= writtenAt(rule)) : await this.#readMoments(book, kind, now, writtenAt)))
    }
    const before = this.#rules
    this.#rules = rules
    this.#book = book
    // A rule that was written or switched on just now speaks from now on; one that stood speaks of what it missed.
    this.#tell(before.size === 0 && this.#app.loading === null ? missed : [])
    for (const record of this.#meanwhile) {
      this.#tell(book.take(record, this.#app.clock()))
    }
    this.#meanwhile = null
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
    const { title } = store.kinds().need(known.rule.of).project(newest.data)
    try {
      await store.commit(SYSTEM, [raiseAlert({
        rule: id, subject, episode, severity: known.rule.severity as 1, title: sayRule(known.rule, { title, ref: newest.ref, count: records.length }),
        ...(records.length > 1 ? { text: { en: records.map(({ ref }) => ref).join(', ').slice(0, 2000), fr: records.map(({ ref }) => ref).join(', ').slice(0, 2000) } } : {}),
        place: place ? { lon: place.lon, lat: place.lat } : null, at: Math.min(at, this.#app.clock()),
        // Whoever may not read all of what it is about is not told of it.
        handling: records.length === 1 ? newest.handling : combineHandling(records.map(({ handling }) => handling), newest.handling.owner), area: areas.size === 1 ? newest.area : null, record: newest.id, wake: known.rule.wake ?? [],
      })])
    } catch (error) {
      if (!isRaisedAlready(error)) {
        throw error
      }
    }
  }
}

/** The alert rules of a node that was started. */
export function alertRulesOf(app: App): AlertRules | undefined {
  return started.get(app)
}
