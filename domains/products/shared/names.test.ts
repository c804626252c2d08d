import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasAsWord, likelyNames, saysName, withoutName } from './names.ts'

test('a name is found as it is written, with and without accents, and not where it is a word', () => {
  const diallo = { familyName: 'Diàllo', givenNames: 'Amadou Oury', number: 'BGD-10/442' }
  for (const text of ['Sgt DIALLO was hit', 'le sergent Diallo', 'Amadou Oury of K31', 'no. BGD 10442 evacuated', 'Diallo’s patrol']) {
    assert.ok(saysName(text, diallo), text)
  }
  for (const text of ['one peacekeeper was hit', 'Amadou called', 'Diallobougou market', 'number 442']) {
    assert.ok(!saysName(text, diallo), text)
  }
  assert.ok(!saysName('the water rose again', { familyName: 'Rose' }))
  assert.ok(saysName('Corporal Rose', { familyName: 'Rose' }))
  assert.ok(saysName('K31: cpl rose is hit', { familyName: 'Rose' }))
  assert.ok(saysName('shots at the gate, diallo hit', { familyName: 'Diallo' }))
  assert.ok(!saysName('convoy', { familyName: 'Convoy' }), 'a code')
  assert.ok(!saysName('Shots near the market', { familyName: 'Market' }))
  assert.ok(saysName('أصيب كريم قرب الجسر', { familyName: 'كريم' }))
  assert.ok(!saysName('Li is 2 letters', { familyName: 'Li' }))
  assert.ok(saysName('le soldat d’Almeida', { familyName: "d'Almeida" }))
  assert.ok(!saysName('anything', {}))
})

test('a name in small letters is found beside a given name, after what a casualty is called, and anywhere where it is no word', () => {
  const kamara = { familyName: 'Kamarandu', givenNames: 'Ibrahim Sorie' }
  for (const text of ['The patrol carried ibrahim kamarandu.', 'Hit: kamarandu ibrahim, T1', 'Casualty kamarandu is at the road.', 'K31: wo kamarandu is hit', 'Le blessé kamarandu est à Sabo', 'The patrol carried sorie kamarandu']) {
    assert.ok(saysName(text, kamara), text)
    assert.ok(!/kamarandu/i.test(withoutName(text, kamara)), text)
  }
  const carried = 'The patrol carried kamarandu to the road.'
  assert.ok(!saysName(carried, kamara))
  assert.ok(saysName(carried, { ...kamara, rare: true }))
  assert.equal(withoutName(carried, { ...kamara, rare: true }), 'The patrol carried █████ to the road.')
  assert.ok(!saysName('The patient rose to his feet', { familyName: 'Rose' }))
  assert.ok(!saysName('Ana rose', { familyName: 'Rose', rare: true }), 'too short to tell')
  assert.ok(hasAsWord('Shots in the forest near Sabo', { familyName: 'Forest' }))
  for (const text of ['Corporal forest', 'shots in the forest', 'Shots in the Forest', 'Forestry']) {
    assert.ok(!hasAsWord(text, { familyName: 'Forest' }), text)
  }
})

test('a name in Arabic is found with what is written onto it', () => {
  for (const [familyName, texts] of [['حسان', ['قُتل الجندي وحسان', 'سُلّم لحسان أمس', 'ولحسان إصابة', 'أُصيب حسّان']], ['الحسن', ['الرقيب والحسن', 'رسالة للحسن', 'وللحسن', 'بالحسن']]] as const) {
    for (const text of texts) {
      assert.ok(saysName(text, { familyName }), text)
      assert.match(withoutName(text, { familyName }), /█/, text)
      assert.ok(!saysName(withoutName(text, { familyName }), { familyName }), text)
    }
  }
  for (const text of ['محسان', 'حسانة الطريق', 'إحسان']) {
    assert.ok(!saysName(text, { familyName: 'حسان' }), text)
  }
  assert.equal(withoutName('قُتل الجندي وحسان قرب سابو', { familyName: 'حسان' }), 'قُتل الجندي █████ قرب سابو')
})

test('what looks like a name is pointed out', () => {
  assert.deepEqual(likelyNames('Sgt. John Doe and le caporal Moussa; Capt Smith-Jones was there. Major road closed.'), ['Sgt. John Doe', 'Capt Smith-Jones'])
  assert.deepEqual(likelyNames('Three peacekeepers injured near Sabo'), [])
})
