import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MultiPolygon } from '../../../../core/area.ts'
import { isOn, type About } from './about.ts'
import { RuleEngine } from './engine.ts'
import type { RuleInForce } from './in-force.ts'
import type { RuleEvent } from './standing.ts'
import { checkRule, CONDITIONS, type TrackRule } from './rule.ts'

const box = (lon: number, lat: number, half = 0.1): MultiPolygon => [[[[lon - half, lat - half], [lon + half, lat - half], [lon + half, lat + half], [lon - half, lat + half], [lon - half, lat - half]]]]
const VILLAGE = { id: 'village', name: 'Talmé', polygons: box(10, 20) }
const NEXT = { id: 'next', name: 'Next', polygons: box(10.15, 20) }
const rule = (more: Partial<TrackRule> & Pick<TrackRule, 'condition'>, areas: RuleInForce['areas'] = []): RuleInForce => ({ id: more.condition, rule: { name: more.condition, enabled: true, severity: 3, beginS: 0, endS: 0, ...more }, areas })

const ABOUT: Record<string, Partial<About>> = {
  medic: { capabilities: ['medical'] }, drone: { sort: 'uas', technology: 'quad' }, foe: { affiliation: 'hostile' }, ship: { sort: 'vessel', feed: 'ais' },
}
const aboutOf = (key: string): About => ({ name: key, track: key, feed: 'f', technology: null, affiliation: 'friend', sort: 'vehicle', unit: 'u1', capabilities: [], ...ABOUT[key] })

class Run {
  readonly engine = new RuleEngine(aboutOf, () => 'UTC')
  readonly log: string[] = []
  constructor(...rules: RuleInForce[]) {
    this.take(this.engine.rules(rules))
  }
  take(events: readonly RuleEvent[]): void {
    this.log.push(...events.map((e) => `${e.what} ${e.rule} ${e.keys.join('+') || e.about}${e.area ? ` in ${e.area.id}` : ''} #${Number(e.episode) / 60_000} @${e.at / 60_000}`))
  }
  /** Somebody is somewhere, in minutes. */
  at(minute: number, key: string, lon: number, lat = 20, more: { speedMs?: number; courseDeg?: number; altM?: number; accuracyM?: number } = {}): this {
    this.take(this.engine.position({ key, subject: `s:${key}`, lon, lat, at: minute * 60_000, speedMs: more.speedMs ?? null, courseDeg: more.courseDeg ?? null, altM: more.altM ?? null, accuracyM: more.accuracyM ?? null }))
    return this
  }
  tick(minute: number): this {
    this.take(this.engine.tick(minute * 60_000))
    return this
  }
}

describe('track rules', () => {
  test('enter: one episode a visit, over two areas of one rule the same visit', () => {
    const run = new Run(rule({ condition: 'enter' }, [VILLAGE, NEXT]))
    run.at(1, 'p', 9.5).at(2, 'p', 10).at(3, 'p', 10.07).at(4, 'p', 10.2).at(5, 'p', 11).at(6, 'p', 10)
    assert.deepEqual(run.log, ['begin enter p in village #2 @2', 'end enter p in next #2 @5', 'begin enter p in village #6 @6'])
  })

  test('an outline somebody walks along does not flap', () => {
    const run = new Run(rule({ condition: 'enter', endS: 180 }, [VILLAGE]))
    for (let m = 0; m < 40; m++) {
      run.at(m, 'p', 10.1 + (m % 2 === 0 ? -0.0005 : 0.0005))
    }
    assert.deepEqual(run.log, ['begin enter p in village #0 @0'])
    run.at(41, 'p', 10.2).at(45, 'p', 10.2)
    assert.equal(run.log.length, 2)
  })

  test('only whom it looks at, and only in its hours', () => {
    const run = new Run(rule({ condition: 'enter', who: { affiliations: ['hostile'] }, hours: { from: '00:10', to: '00:20' } }, [VILLAGE]))
    run.at(12, 'p', 10).at(5, 'foe', 10).at(11, 'foe', 11).at(12, 'foe', 10)
    assert.deepEqual(run.log, ['begin enter foe in village #12 @12'])
    assert.deepEqual([isOn({ from: '22:00', to: '02:00', days: [1] }, Date.UTC(2026, 7, 4, 1), 'UTC'), isOn({ from: '22:00', to: '02:00', days: [1] }, Date.UTC(2026, 7, 3, 1), 'UTC')], [true, false], 'the night belongs to the day it began on')
    assert.equal(isOn({ from: '06:00', to: '07:00' }, Date.UTC(2026, 7, 3, 5, 30), 'Africa/Kinshasa'), true)
  })

  test('exit begins with leaving and ends with coming back', () => {
    const run = new Run(rule({ condition: 'exit', beginS: 60 }, [VILLAGE]))
    run.at(1, 'p', 10).at(2, 'p', 11).at(3, 'p', 10).at(4, 'p', 11).at(5, 'p', 11).at(6, 'p', 10)
    assert.deepEqual(run.log, ['begin exit p in village #4 @5', 'end exit p in village #4 @6'])
  })

  test('cross: a line in one direction, a surface between two positions', () => {
    const line = rule({ condition: 'cross', direction: 'right', shape: { is: 'line', corners: [[10, 19], [10, 21]] } })
    const run = new Run(line).at(1, 'p', 9.9).at(2, 'p', 10.1).at(3, 'p', 9.9).at(4, 'p', 10.1)
    assert.deepEqual(run.log, ['begin cross p #2 @2', 'begin cross p #4 @4'])
    assert.deepEqual(new Run(rule({ condition: 'cross' }, [VILLAGE])).at(1, 'p', 9.8).at(2, 'p', 10.2).log, ['begin cross p in village #2 @2'])
  })

  test('dwell: by the clock too, once, over when it leaves', () => {
    const run = new Run(rule({ condition: 'dwell', minutes: 10 }, [VILLAGE]))
    run.at(1, 'p', 10).tick(9).tick(11).tick(12).at(13, 'p', 10).at(14, 'p', 11)
    assert.deepEqual(run.log, ['begin dwell p in village #1 @11', 'end dwell p in village #1 @14'])
  })

  test('inside without: a patrol in the village and no medic for ten minutes', () => {
    const run = new Run(rule({ condition: 'inside-without', minutes: 10, capability: 'medical', who: { sorts: ['vehicle'] } }, [VILLAGE]))
    run.tick(0).at(1, 'p', 10).tick(1).tick(10).at(10, 'p', 10).tick(11).at(12, 'medic', 10).tick(12)
    assert.deepEqual(run.log, ['begin inside-without area:village in village #1 @11', 'end inside-without area:village in village #1 @12'])
    run.at(13, 'medic', 12).tick(13).tick(26).at(27, 'medic', 10).tick(40)
    assert.equal(run.log.length, 2, 'positions grown old say nothing of who is inside')
  })

  test('approach: near and closing, once a pair, over when apart again; a convoy is none', () => {
    const run = new Run(rule({ condition: 'approach', metres: 1000, other: { affiliations: ['hostile'] } }))
    run.at(1, 'foe', 10).at(1.1, 'p', 10.05).at(1.5, 'p', 10.012).at(2, 'p', 10.009).at(2.2, 'p', 10.005).at(2.3, 'foe', 10.001).at(3, 'q', 10.001).at(3.2, 'p', 10.5)
    assert.deepEqual(run.log, ['begin approach p+foe #2 @2', 'end approach foe+p #2 @3.2'])
    const convoy = new Run(rule({ condition: 'approach', metres: 1000 }))
    for (let m = 0; m < 10; m++) {
      convoy.at(m, 'p', 10 + m * 0.01, 20, { speedMs: 17, courseDeg: 90 }).at(m + 0.1, 'q', 10.002 + m * 0.01, 20, { speedMs: 17, courseDeg: 90 })
    }
    assert.deepEqual(convoy.log, [])
    assert.equal(new Run(rule({ condition: 'approach', metres: 3000 })).at(0, 'p', 10, 20, { speedMs: 10, courseDeg: 90 }).at(0.1, 'q', 10.02, 20, { speedMs: 10, courseDeg: 270 }).log.length, 1)
  })

  test('speed: as the source says it or between two positions; held, not by one fix', () => {
    const run = new Run(rule({ condition: 'speed-above', kmh: 80, beginS: 60 }))
    run.at(1, 'p', 10, 20, { speedMs: 30 }).at(2, 'p', 10, 20, { speedMs: 5 }).at(3, 'p', 10, 20, { speedMs: 30 }).at(4, 'p', 10, 20, { speedMs: 30 }).at(5, 'p', 10, 20, { speedMs: 1 })
    assert.deepEqual(run.log, ['begin speed-above p #3 @4', 'end speed-above p #3 @5'])
    assert.deepEqual(new Run(rule({ condition: 'speed-below', kmh: 10 })).at(1, 'p', 10).at(2, 'p', 10.1).at(3, 'p', 10.1001).log, ['begin speed-below p #3 @3'])
  })

  test('height and the circle a position lies in: beyond the figure for as long as was asked; what carries none changes nothing', () => {
    const run = new Run(rule({ condition: 'height-below', metres: 150, who: { sorts: ['uas'] } }))
    run.at(1, 'drone', 10, 20, { altM: 200 }).at(2, 'drone', 10, 20, { altM: 120 }).at(2.1, 'drone', 10).at(3, 'drone', 10, 20, { altM: 110 }).at(5, 'drone', 10, 20, { altM: 400 }).at(7, 'drone', 10, 20, { altM: 400 }).at(2, 'p', 10, 20, { altM: 0 })
    assert.deepEqual(run.log.map((line) => line.split(' @')[0]), ['begin height-below drone #2', 'end height-below drone #2'])
    assert.deepEqual(new Run(rule({ condition: 'height-above', metres: 100, beginS: 0 })).at(1, 'p', 10, 20, { altM: 100 }).at(2, 'p', 10, 20, { altM: 101 }).log, ['begin height-above p #2 @2'])
    assert.deepEqual(new Run(rule({ condition: 'unsure', metres: 500 })).at(1, 'p', 10, 20, { accuracyM: 20 }).at(2, 'p', 10, 20, { accuracyM: 900 }).at(3, 'p', 10, 20, { accuracyM: 900 }).log, ['begin unsure p #2 @2'])
  })

  test('stopped: within some metres for some minutes, over when it moves', () => {
    const run = new Run(rule({ condition: 'stopped', minutes: 5 }))
    run.at(1, 'p', 10).at(2, 'p', 10.1).at(4, 'p', 10.1001).at(7, 'p', 10.1).at(9, 'p', 10.1).at(10, 'p', 10.2)
    assert.deepEqual(run.log, ['begin stopped p #2 @7', 'end stopped p #2 @10'])
  })

  test('stale: by the clock, not by a message; over with the next position', () => {
    const run = new Run(rule({ condition: 'stale', minutes: 15, who: { feeds: ['ais'] } }))
    run.at(1, 'ship', 10).at(1, 'p', 10).tick(16).tick(17).tick(30).at(31, 'ship', 10)
    assert.deepEqual(run.log, ['begin stale ship #1 @17', 'end stale ship #1 @31'])
  })

  test('off corridor: farther from the route than allowed, from the first position on', () => {
    const run = new Run(rule({ condition: 'off-corridor', metres: 500, shape: { is: 'line', corners: [[10, 20], [11, 20]] } }))
    run.at(1, 'p', 10.2, 20.001).at(2, 'p', 10.3, 20.01).at(3, 'p', 10.4, 20.001).at(1, 'q', 10, 21)
    assert.deepEqual(run.log, ['begin off-corridor p #2 @2', 'end off-corridor p #2 @3', 'begin off-corridor q #1 @1'])
  })

  test('no consent: a named area, or outside where its technology may work', () => {
    const run = new Run(rule({ condition: 'no-consent', who: { sorts: ['uas'] } }, [NEXT]))
    run.engine.permits(new Map([['quad', [...VILLAGE.polygons, ...NEXT.polygons]]]))
    run.at(1, 'drone', 10).at(2, 'drone', 10.2).at(3, 'drone', 10).at(4, 'drone', 12).at(4, 'p', 12)
    assert.deepEqual(run.log, ['begin no-consent drone in next #2 @2', 'end no-consent drone in next #2 @3', 'begin no-consent drone #4 @4'])
  })

  test('late fixes fire nothing, in whatever order they come', () => {
    const run = new Run(rule({ condition: 'enter' }, [VILLAGE]))
    run.at(5, 'p', 11).at(3, 'p', 10).at(5, 'p', 10)
    assert.deepEqual(run.log, [])
  })

  test('over a restart nothing fires again, every kind goes on and ends', () => {
    const rules = [
      rule({ condition: 'enter' }, [VILLAGE]), rule({ condition: 'exit' }, [NEXT]), rule({ condition: 'dwell', minutes: 5 }, [VILLAGE]), rule({ condition: 'stopped', minutes: 5 }), rule({ condition: 'stale', minutes: 15 }),
      rule({ condition: 'speed-above', kmh: 10 }), rule({ condition: 'inside-without', minutes: 1, capability: 'qrf' }, [VILLAGE]), rule({ condition: 'approach', metres: 1000 }),
    ]
    const before = new Run(...rules)
    before.at(1, 'p', 9).at(2, 'p', 10).at(2.5, 'q', 10.02).at(2.6, 'q', 10.005).at(8, 'p', 10, 20, { speedMs: 20 }).tick(9).tick(10).tick(24)
    for (const kind of ['enter', 'dwell', 'stopped', 'stale', 'speed-above', 'inside-without', 'approach']) {
      assert.ok(before.log.some((line) => line.startsWith(`begin ${kind} `)), `${kind}: ${before.log.join(' | ')}`)
    }
    const after = new Run(...rules)
    after.engine.restore(JSON.parse(JSON.stringify(before.engine.save())))
    after.tick(24.1).at(8, 'p', 10).tick(24.2)
    assert.equal(after.log.length, 0)
    after.at(25, 'p', 11, 20, { speedMs: 0 })
    assert.deepEqual(after.log.map((line) => line.split(' ').slice(0, 2).join(' ')).sort(), ['end approach', 'end dwell', 'end enter', 'end speed-above', 'end stale', 'end stopped'])
  })

  test('a rule that is changed goes on, one that is switched off ends what it began', () => {
    const run = new Run(rule({ condition: 'enter' }, [VILLAGE])).at(1, 'p', 10).at(1, 'q', 10.09)
    run.take(run.engine.rules([rule({ condition: 'enter', severity: 5, name: 'another' }, [VILLAGE])]))
    run.take(run.engine.rules([rule({ condition: 'enter' }, [{ ...VILLAGE, polygons: box(10, 20, 0.05) }])]))
    assert.deepEqual(run.log.slice(2), ['end enter q #1 @1'])
    run.at(2, 'p', 10).at(3, 'p', 10.07)
    assert.deepEqual(run.log.slice(3), ['end enter p in village #1 @3'])
    run.at(4, 'p', 10)
    run.take(run.engine.rules([rule({ condition: 'enter', enabled: false }, [VILLAGE])]))
    assert.equal(run.log.at(-1), 'end enter p in village #4 @4')
    assert.equal(run.engine.idle, true)
  })

  test('an identity that becomes a track is not new', () => {
    const run = new Run(rule({ condition: 'enter' }, [VILLAGE])).at(1, 'f/s', 10)
    run.engine.rename('f/s', 'track')
    run.at(2, 'track', 10).at(3, 'track', 11)
    assert.deepEqual(run.log, ['begin enter f/s in village #1 @1', 'end enter track in village #1 @3'])
  })

  test('memory is bounded: those longest silent go, and what they began ends', () => {
    const engine = new RuleEngine(aboutOf, () => 'UTC', 100)
    engine.rules([rule({ condition: 'enter' }, [VILLAGE])])
    const out: RuleEvent[] = []
    for (let i = 0; i < 300; i++) {
      out.push(...engine.position({ key: `k${i}`, subject: `k${i}`, lon: 10, lat: 20, at: i + 1, speedMs: null, courseDeg: null, altM: null, accuracyM: null }))
    }
    out.push(...engine.tick(1000))
    assert.equal(engine.subjects, 100)
    assert.deepEqual([out.filter((e) => e.what === 'begin').length, out.filter((e) => e.what === 'end').length], [300, 200])
  })
})

test('what could never fire is refused, saying what to do', () => {
  const problems = (more: Partial<TrackRule>) => checkRule({ name: 'r', enabled: true, severity: 3, condition: 'enter', areas: ['a'], ...more }).map((p) => p.path)
  assert.deepEqual(problems({}), [])
  assert.deepEqual(problems({ areas: [] }), ['/areas'])
  assert.deepEqual(problems({ condition: 'dwell' }), ['/minutes'])
  assert.deepEqual(problems({ condition: 'inside-without', minutes: 1 }), ['/capability'])
  assert.deepEqual(problems({ condition: 'off-corridor', metres: 5 }), ['/shape'])
  assert.deepEqual(problems({ condition: 'cross', direction: 'left' }), ['/direction'])
  assert.deepEqual(problems({ shape: { is: 'line', corners: [[0, 0], [1, 1]] } }), ['/shape'])
  assert.deepEqual(problems({ shape: { is: 'circle', corners: [[0, 0]] } }), ['/shape/radiusM'])
  assert.deepEqual(problems({ shape: { is: 'polygon', corners: [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]] } }), ['/shape/corners'])
  assert.deepEqual(problems({ hours: { from: '08:00' } }), ['/hours'])
  assert.equal(CONDITIONS.length, 15)
})
