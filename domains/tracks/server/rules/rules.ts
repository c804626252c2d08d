import type { Handling } from '../../../../core/handling.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import { missionOf, type App, type Service } from '../../../../server/face.ts'
import { closeAlert, raiseAlert, type AlertKey } from '../../../watch/contract.ts'
import type { Report } from '../../shared/pipeline/report.ts'
import { RuleEngine } from '../../shared/rules/engine.ts'
import type { RuleEvent } from '../../shared/rules/standing.ts'
import type { TrackRule } from '../../shared/rules/rule.ts'
import { say } from '../../shared/rules/say.ts'
import type { Picture } from '../live/picture.ts'
import { pictureOf } from '../live/of-app.ts'
import { Abouts } from './about.ts'
import { keepState, keptState } from './keep.ts'
import { inForce, readPermits, readRules } from './places.ts'
import { Raiser } from './raise.ts'

const TICK_MS = 5_000
const KEEP_MS = 30_000
/** Positions that came so long after they were true begin and end nothing: they are history. */
const OLDEST_MS = 3_600_000
/** Changes of records that follow on each other are taken up at once. */
const GATHER_MS = 100

/** The rules of a node. */
export type Rules = Service & {
  /** Positions that were believed, as the picture took them. */
  take(reports: readonly Report[]): void
  /** The clock goes on. */
  tick(now: number): void
  /** Resolves when the rules stand as the records say, and every alert is written. */
  settled(): Promise<void>
  readonly abouts: Abouts
}

const started = new WeakMap<App, Rules>()

/** The rules of a node that was started; undefined before. */
export function rulesOf(app: App): Rules | undefined {
  return started.get(app)
}

/** Follows rules, areas and technologies, holds every position against them, raises and ends alerts. */
export async function startRules(app: App): Promise<Rules> {
  const picture: Picture = pictureOf(app)
  const abouts = new Abouts(picture, app.clock)
  const raiser = new Raiser(app)
  let zone = (await missionOf(app.store))?.zone ?? 'UTC'
  const engine = new RuleEngine((key) => abouts.about(key), () => zone)
  let records = new Map<string, { record: VigieRecord; rule: TrackRule }>()
  /** Keys by number of identity, so that an identity that becomes a track stays the same to its rules. */
  const keys = new Map<number, { subject: string; key: string }>()
  let changed = false

  const tell = (events: readonly RuleEvent[]): void => {
    changed ||= events.length > 0
    for (const event of events) {
      const known = records.get(event.rule)
      if (known) {
        raiser.put(actionOf(event, known, abouts))
      }
    }
  }

  const read = async (): Promise<void> => {
    const [next, permits] = [await readRules(app.store), await readPermits(app.store)]
    zone = (await missionOf(app.store))?.zone ?? 'UTC'
    const gone = records
    // What a rule that is taken away began is ended under its own words still.
    records = new Map([...gone, ...next])
    tell(engine.rules([...next].map(([id, { rule }]) => inForce(id, rule, app.store.areas()))))
    engine.permits(permits)
    records = next
    abouts.forget()
    changed = true
  }
  await read()
  const kept = await keptState(app.dataDir)
  if (kept && app.lead.held) {
    engine.restore(kept)
  }
  app.lead.onGain(async () => {
    const left = await keptState(app.dataDir)
    if (left) {
      engine.restore(left)
    }
  })

  let reading: Promise<void> = Promise.resolve()
  let gather: NodeJS.Timeout | null = null
  const readSoon = (): void => {
    gather ??= setTimeout(() => {
      gather = null
      reading = reading.then(read).catch((err: unknown) => app.log.error({ err }, 'rules could not be read; those before stay in force'))
    }, GATHER_MS)
    gather.unref()
  }
  const stopCommits = app.store.onCommit((batch) => {
    if (batch.changes.some(({ record }) => ['track-rule', 'area', 'technology', 'mission'].includes(record.kind))) {
      readSoon()
    } else if (batch.changes.some(({ record }) => record.kind === 'track' || record.kind === 'feed')) {
      abouts.forget()
    }
  })

  const rules: Rules = {
    abouts,
    take(reports) {
      if (engine.idle) {
        return
      }
      for (const report of reports) {
        const thing = picture.subjects.thing[report.slot] ?? -1
        if (thing < 0 || report.receivedAt - report.at > OLDEST_MS) {
          continue
        }
        const key = picture.things.idOf(thing)
        const before = keys.get(report.slot)
        if (before?.key !== key) {
          // A number that was given to another identity brings nothing of the one before.
          if (before?.subject === report.subject) {
            engine.rename(before.key, key)
          }
          keys.set(report.slot, { subject: report.subject, key })
          abouts.note(key, thing)
        }
        changed = true
        tell(engine.position({ key, subject: report.subject, lon: report.lon, lat: report.lat, at: report.at, speedMs: report.speedMs, courseDeg: report.courseDeg, altM: report.altM, accuracyM: report.accuracyM }))
      }
    },
    tick(now) {
      if (!engine.idle && app.lead.held) {
        tell(engine.tick(now))
      }
    },
    async settled() {
      if (gather) {
        clearTimeout(gather)
        gather = null
        reading = reading.then(read)
      }
      await reading
      await raiser.settled()
    },
    async close() {
      clearInterval(ticking)
      clearInterval(keeping)
      stopCommits()
      await rules.settled()
      await raiser.close()
      if (app.lead.held) {
        await keepState(app.dataDir, engine.save())
      }
    },
  }
  picture.follow({ moved: (reports) => rules.take(reports) })
  const ticking = setInterval(() => rules.tick(app.clock()), TICK_MS)
  const keeping = setInterval(() => {
    if (changed && app.lead.held) {
      changed = false
      const state = engine.save()
      // Only what was raised is kept as raised.
      void raiser.settled().then(() => keepState(app.dataDir, state)).catch((err: unknown) => app.log.error({ err }, 'what the rules remember could not be kept'))
    }
  }, KEEP_MS)
  ticking.unref()
  keeping.unref()
  started.set(app, rules)
  return rules
}

function actionOf(event: RuleEvent, { record, rule }: { record: VigieRecord; rule: TrackRule }, abouts: Abouts) {
  const key: AlertKey = { rule: event.rule, subject: event.about, episode: event.episode }
  if (event.what === 'end') {
    return closeAlert(key, event.at)
  }
  const alike: { handling: Handling; area: string | null } = { handling: record.handling, area: record.area }
  const track = event.keys.map((one) => abouts.about(one).track).find((one) => one !== null)
  return raiseAlert({
    ...key, severity: rule.severity as 1, title: say(rule, event, (one) => abouts.about(one).name), at: event.at, ...abouts.protection(event.keys, alike),
    place: event.lon === null || event.lat === null ? null : { lon: event.lon, lat: event.lat, ...(event.area ? { name: event.area.name } : {}) },
    track: track ?? null,
  })
}
