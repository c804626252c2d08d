import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orderAddress, orderDraft, type OrderDraft } from './order-draft.ts'

test('what a page knows of an order comes out of the address as it went in; what is no order is left out', () => {
  const draft: OrderDraft = { record: 'INC-26-7', title: 'Go to K31 & help', to: 'QRF 2', where: '30P VB 223 344', options: [{ name: 'QRF 2', hours: 0.2, resources: 'road 8 km', why: 'soonest', chosen: true }, { name: 'QRF 5', hours: 0.6, why: '24 min later' }] }
  const address = orderAddress(draft)
  assert.ok(address.startsWith('/orders/new?record=INC-26-7&'))
  assert.deepEqual(orderDraft(new URLSearchParams(address.slice(address.indexOf('?')))), draft)
  for (const options of ['{', '{"name":"x"}', '[null,1,{"hours":2},{"name":""}]']) {
    assert.deepEqual(orderDraft(new URLSearchParams({ to: 'A', options })), { to: 'A' })
  }
  assert.equal(orderDraft(new URLSearchParams({ options: JSON.stringify(Array.from({ length: 30 }, () => ({ name: 'x' }))) })).options?.length, 10)
})
