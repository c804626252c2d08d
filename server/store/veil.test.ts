import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Reader } from '../../core/policy.ts'
import type { VigieRecord } from '../../core/record.ts'
import { action, ENGINES, ground, reader, report, SYSTEM, type Ground } from '../../test/store.ts'
import type { OpenedStore } from './open.ts'
import { cutWords } from './veil.ts'

/** Names one word that is kept; counts the texts it looked at. */
function veilOf(word: string) {
  const looked = { texts: 0 }
  const cut = (text: string): string => {
    looked.texts += 1
    return text.replaceAll(word, '█████')
  }
  const hides = (one: Reader): boolean => !one.compartments.includes('PERS')
  return { looked, veil: { of: (one: Reader) => (hides(one) ? cut : null), names: (one: Reader, search: string) => hides(one) && search.toLowerCase().includes(word.toLowerCase()), holds: () => false } }
}

test('words are cut whatever their field is called; bytes and keys of a file, and who reads, are no words', () => {
  const cut = (text: string): string => text.replaceAll('Market', '█████')
  const own = { fields: { original: 'Sergeant Market', copy: ['Market'], key: 'Market', thumb: 'Market', handling: 'Market' } }
  assert.doesNotMatch(JSON.stringify(cutWords(own, cut)), /Market/)
  const kept = { file: 'Market', bytes: 1, sha256: 'Market' }
  const attached = { name: 'Market.jpg', copy: kept, thumb: kept, original: kept, key: 'Market/+=', handling: { level: 'U', owner: 'Market', releasableTo: ['Market'] } }
  assert.deepEqual(cutWords(attached, cut), { ...attached, name: '█████.jpg' })
})

for (const engine of ENGINES) {
  describe(`a search for a word that is not told, on ${engine.name}`, { skip: engine.skip }, () => {
    const [duty, personnel] = [reader('duty'), reader('chro', { compartments: ['PERS'] })]
    const { veil, looked } = veilOf('Market')
    let place: Ground
    let store: OpenedStore
    let hidden: VigieRecord
    let shown: VigieRecord
    let earlier: string

    before(async () => {
      place = await ground(engine.name)
      store = await place.open()
      const made = await store.commit(SYSTEM, [
        report({ title: 'Sergeant Market was hit', category: 'AC.03' }), report({ title: 'Shots near the market', category: 'AC.03' }), report({ title: 'Looting at the market', category: 'CV.02' }), report({ title: 'Quiet', narrative: 'Nothing.' }),
      ])
      hidden = made[0]!.record
      shown = made[1]!.record
      await store.warmed()
      earlier = new Date(Date.now() + 5).toISOString()
      await new Promise((resolve) => { setTimeout(resolve, 20) })
      store.veil(veil)
    })
    after(() => place.remove())

    const titles = (items: readonly { record: VigieRecord }[]): string[] => items.map(({ record }) => String(record.data['title'])).sort()

    test('finds what shows it and nothing it is cut out of, at every door', async () => {
      const query = { kind: 'incident', text: 'market' }
      const others = ['Looting at the market', 'Shots near the market']
      assert.deepEqual(titles((await store.list(duty, query)).items), others)
      assert.deepEqual(titles((await store.window(duty, query, 0)).items), others)
      assert.deepEqual([(await store.list(duty, query)).total, await store.count(duty, query), await store.changedSince(duty, query, 0)], [2, 2, 2])
      const streamed = []
      for await (const seen of store.stream(duty, query)) {
        streamed.push(seen)
      }
      assert.deepEqual(titles(streamed), others)
      assert.deepEqual(titles((await store.list(personnel, query)).items), [...others, 'Sergeant Market was hit'].sort())
      assert.equal((await store.list(SYSTEM, query)).total, 3)
    })

    test('counts facets without their own condition as every search does', async () => {
      const facets = await store.facets(duty, { kind: 'incident', text: 'market', where: { category: ['CV.02'] } }, ['category'])
      assert.deepEqual(facets['category']!.map(({ value, count }) => [value, count]).sort(), [['AC.03', 1], ['CV.02', 1]])
    })

    test('is not guessed by asking for it as a value of a facet', async () => {
      assert.equal((await store.list(personnel, { kind: 'incident', where: { category: ['AC.03'] } })).total, 3)
      assert.deepEqual([(await store.list(duty, { kind: 'incident', where: { actor: ['Market'] } })).total, (await store.list(duty, { kind: 'incident', where: { category: ['AC.03', 'Market'] } })).total], [0, 0])
      assert.equal(store.present(duty, hidden, { kind: 'incident', where: { category: ['AC.03', 'Market'] } }), null)
    })

    test('reads each record once, whoever asks and whatever else they ask for', async () => {
      await store.list(duty, { kind: 'incident', text: 'market' })
      looked.texts = 0
      assert.equal((await store.list(reader('other'), { kind: 'incident', text: 'market', severity: 0, limit: 0 })).total, 2)
      assert.equal(looked.texts, 0)
      await store.commit(SYSTEM, [action(shown, 'edit', { fields: { title: 'Shots near Market' } })])
      assert.deepEqual(titles((await store.list(duty, { kind: 'incident', text: 'market' })).items), ['Looting at the market'])
    })

    test('is told to no screen that follows it', async () => {
      const { record } = (await store.commit(SYSTEM, [action(hidden, 'edit', { fields: { narrative: 'At the gate.' } })]))[0]!
      assert.equal(store.present(duty, record, { kind: 'incident', text: 'market' }), null)
      assert.equal(store.present(duty, record, { kind: 'incident', text: 'gate' })?.record.data['title'], 'Sergeant █████ was hit')
      assert.equal(store.present(personnel, record, { kind: 'incident', text: 'market' })?.record.data['title'], 'Sergeant Market was hit')
    })

    test('finds nothing of it in the past either, also where it was taken out since', async () => {
      await store.commit(SYSTEM, [action(hidden, 'edit', { fields: { title: 'A peacekeeper was hit' } }, { basedOn: null })])
      const query = { kind: 'incident', text: 'market' }
      const then = await store.known.list(duty, query, earlier)
      assert.deepEqual([titles(then.items), then.total], [['Looting at the market', 'Shots near the market'], 2])
      assert.equal((await store.known.list(personnel, query, earlier)).total, 3)
      const facets = await store.known.facets(duty, query, ['category'], earlier)
      assert.deepEqual(facets['category']!.map(({ value, count }) => [value, count]).sort(), [['AC.03', 1], ['CV.02', 1]])
    })
  })
}
