import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { betaQuantile, gammaQuantile, incompleteBeta, incompleteGamma, logGamma, tQuantile, tTwoSided } from './distributions.ts'
import { association, fisher, strongPairs } from './pairs.ts'
import { beforeAfter, poissonRate, rateRatio, share, shareChange } from './rates.ts'
import { seasonOf } from './season.ts'
import { movingAverage, regress, trendOf } from './trend.ts'

const near = (actual: number, wanted: number, within = 1e-6): void => assert.ok(Math.abs(actual - wanted) <= within * Math.max(1, Math.abs(wanted)), `${actual} is not ${wanted}`)

describe('distributions', () => {
  test('agree with tables to many digits', () => {
    near(tQuantile(0.975, 12), 2.1788128296672284, 1e-10)
    near(tQuantile(0.975, 1), 12.706204736174694, 1e-9)
    near(tQuantile(0.025, 12), -2.1788128296672284, 1e-10)
    near(tTwoSided(2.1788128296672284, 12), 0.05, 1e-10)
    near(incompleteBeta(0.3, 2.5, 7), 0.6412224629717214, 1e-12)
    near(betaQuantile(0.025, 15, 42), 0.15832524844203685, 1e-10)
    near(logGamma(0.3), 1.0957979948180756, 1e-12)
    near(logGamma(123.4), 469.3360974421906, 1e-12)
  })
})

test('a Poisson rate has the exact interval of the tables (Garwood 1936)', () => {
  near(incompleteGamma(0.5, 0.5), 0.6826894921370859, 1e-12)
  near(incompleteGamma(10, 3), 0.0011024881301155, 1e-10)
  near(incompleteGamma(3, 10), 0.9972306042844884, 1e-12)
  near(gammaQuantile(0.975, 1), 3.6888794541139363, 1e-10)
  assert.deepEqual(poissonRate({ events: 0, exposure: 2 })!.low, 0)
  near(poissonRate({ events: 0, exposure: 2 })!.high, 3.6888794541139363 / 2, 1e-10)
  near(poissonRate({ events: 1, exposure: 1 })!.low, 0.025317807984289897, 1e-9)
  near(poissonRate({ events: 1, exposure: 1 })!.high, 5.571643390938898, 1e-9)
  near(poissonRate({ events: 10, exposure: 1 })!.low, 4.795389, 1e-6)
  near(poissonRate({ events: 10, exposure: 1 })!.high, 18.390356, 1e-6)
  near(poissonRate({ events: 1000, exposure: 1 })!.high, 1063.952136016302, 1e-9)
  assert.equal(poissonRate({ events: 3, exposure: 0 }), null)
})

describe('trend', () => {
  // Whyte et al. 1987, deaths by quarter, Australia 1983–86; fitted in Dobson, An Introduction to Generalized Linear Models.
  const deaths = [0, 1, 2, 3, 1, 4, 9, 18, 23, 31, 20, 25, 37, 45]

  test('regression gives the published coefficients and standard errors', () => {
    const fit = regress(deaths.map((y, i) => ({ x: i + 1, y, offset: 0 })))!
    near(fit.a, 0.33963392, 1e-7)
    near(fit.b, 0.25652359, 1e-7)
    near(Math.sqrt(fit.varA), 0.25118702, 1e-6)
    near(Math.sqrt(fit.varB), 0.02203911, 1e-6)
  })

  test('scatter beyond chance widens the interval', () => {
    const trend = trendOf(deaths)!
    near(trend.dispersion, 2.40394208289675, 1e-7)
    near(trend.factor, Math.exp(0.25652359), 1e-7)
    near(trend.low, 1.1997001492415942, 1e-7)
    near(trend.high, 1.3923257321205869, 1e-7)
    near(trend.p, 7.165450636516391e-6, 1e-5)
    assert.equal(trend.verdict, 'rise')
    assert.equal(trend.fitted.length, 14)
    assert.ok(trend.fitted.every((f) => f.low < f.value && f.value < f.high))
  })

  test('says none when the interval holds 1, few when there is too little, fall when it falls', () => {
    assert.equal(trendOf([5, 7, 4, 6, 5, 6, 5, 7, 4, 6])?.verdict, 'none')
    assert.equal(trendOf([0, 0, 1, 0, 2, 0, 1, 0, 3])?.verdict, 'few')
    assert.equal(trendOf([4, 9, 16])?.verdict, 'few')
    assert.equal(trendOf([...deaths].reverse())?.verdict, 'fall')
    assert.equal(trendOf([0, 0, 0, 0, 0, 0, 0, 0, 0]), null)
  })

  test('half a week watched at half the count is no fall', () => {
    const counts = [10, 11, 9, 10, 10, 11, 9, 10, 5]
    near(trendOf(counts, [1, 1, 1, 1, 1, 1, 1, 1, 0.5])!.factor, 1, 0.01)
    assert.ok(trendOf(counts)!.factor < 0.99)
  })

  test('a step that nobody watched does not count as none', () => {
    near(trendOf([10, 10, 10, 10, 0, 10, 10, 10, 10], [1, 1, 1, 1, 0, 1, 1, 1, 1])!.fitted[4]!.value, 10, 1e-6)
  })

  test('moving average leaves the ends open', () => {
    assert.deepEqual(movingAverage([1, 2, 6, 3, 3], 1), [null, 3, 11 / 3, 4, null])
  })
})

describe('rates', () => {
  test('exact rate ratio: breast cancer and fluoroscopy (Boice and Monson 1977, in Rothman)', () => {
    const ratio = rateRatio({ events: 15, exposure: 19017 }, { events: 41, exposure: 28010 })!
    near(ratio.value, 1.855759, 1e-6)
    near(ratio.low, 1.005684, 1e-5)
    near(ratio.high, 3.6093, 1e-4)
  })

  test('ends are open where a side has no events', () => {
    assert.equal(rateRatio({ events: 4, exposure: 1 }, { events: 0, exposure: 1 })?.low, 0)
    assert.equal(rateRatio({ events: 0, exposure: 1 }, { events: 4, exposure: 1 })?.high, Infinity)
    assert.equal(rateRatio({ events: 0, exposure: 1 }, { events: 0, exposure: 1 }), null)
  })

  test('bursts widen before and after; small numbers say so', () => {
    const even = beforeAfter(Array.from({ length: 20 }, () => 2), Array.from({ length: 20 }, () => 4))
    const bursts = beforeAfter([0, 0, 0, 0, 0, 0, 0, 0, 0, 40], [0, 0, 0, 0, 0, 0, 0, 0, 0, 80])
    assert.equal(even.verdict, 'rise')
    assert.equal(even.dispersion, 1)
    assert.equal(bursts.verdict, 'none')
    assert.ok(bursts.dispersion > 10)
    assert.equal(beforeAfter([1, 0, 2], [3, 2, 1]).verdict, 'few')
  })

  test('shares: the published examples of Newcombe 1998', () => {
    // 15 of 148 (method 3: 0.0624 to 0.1605); 48 of 80 against 56 of 70 (method 10: 0.0524 to 0.3339).
    near(share(15, 148)!.low, 0.0624, 1e-3)
    near(share(15, 148)!.high, 0.1605, 1e-3)
    const change = shareChange({ part: 48, of: 80 }, { part: 56, of: 70 })!
    near(change.value, 0.2, 1e-9)
    near(change.low, 0.0524, 1e-4)
    near(change.high, 0.3339, 1e-4)
    assert.equal(share(0, 0), null)
  })
})

describe('pairs', () => {
  test('Fisher: the tea that was tasted, and a table of SciPy', () => {
    near(fisher({ both: 3, first: 4, second: 4, all: 8 }), 0.48571428571428565, 1e-9)
    near(fisher({ both: 8, first: 10, second: 9, all: 16 }), 0.034965034965034975, 1e-9)
  })

  test('lift and odds', () => {
    const found = association({ both: 30, first: 50, second: 40, all: 200 })!
    near(found.lift, 3, 1e-12)
    near(found.odds.value, (30.5 * 140.5) / (20.5 * 10.5), 1e-12)
    assert.ok(found.odds.low > 1)
    assert.equal(association({ both: 5, first: 5, second: 8, all: 8 }), null)
  })

  test('only pairs with evidence are named, strongest first', () => {
    const pairs = strongPairs(
      [{ first: 'a', second: 'x', both: 30 }, { first: 'b', second: 'x', both: 10 }, { first: 'b', second: 'y', both: 2 }, { first: 'c', second: 'y', both: 18 }],
      new Map([['a', 50], ['b', 50], ['c', 20]]), new Map([['x', 40], ['y', 30]]), 200,
    )
    assert.deepEqual(pairs.map((p) => `${p.first}${p.second}`), ['cy', 'ax'])
  })
})

describe('season', () => {
  test('index against the mean month of each year, with an interval over years', () => {
    const counts = new Map([2023, 2024, 2025].flatMap((year, k) => Array.from({ length: 12 }, (_, m): [string, number] => [`${year}-${String(m + 1).padStart(2, '0')}`, m === 7 ? 20 + k : 10])))
    const season = seasonOf(counts, [2023, 2024, 2025])
    near(season[7]!.index!.value, (20 / (130 / 12) + 21 / (131 / 12) + 22 / (132 / 12)) / 3, 1e-12)
    assert.ok(season[7]!.index!.low > 1 && season[0]!.index!.high < 1)
    assert.equal(seasonOf(counts, [2023])[0]!.index, null)
  })
})
