import { endpoint, type Endpoint } from '../../../server/face.ts'
import type { Casualty } from '../shared/casualty.ts'
import { atMistText, fourLineText, methaneText } from '../shared/sheet.ts'
import { Key, need } from './records.ts'

const sheet = endpoint({
  method: 'GET', path: '/api/casevac/:id/sheet', tag: 'casualties', summary: 'Four lines, METHANE and AT-MIST of each patient as they are read out; AT-MIST for those who may read what is clinical', access: 'signed-in',
  params: Key, answers: { 200: { media: 'text/plain' } },
  async handle(call) {
    const { app, reader } = call
    const request = await need(call, 'casevac-request', call.params.id)
    const parts = [`${request.ref}${request.data.drill ? ' EXERCISE EXERCISE EXERCISE' : ''}\n`, fourLineText(request.data), methaneText(request.data)]
    const patients = reader.compartments.includes('MED') ? (request.data.patients ?? []).map(({ casualty }) => casualty) : []
    for (const id of patients) {
      const seen = await app.store.get(reader, id)
      if (seen?.record.kind === 'casualty') {
        parts.push(atMistText(seen.record.data as unknown as Casualty))
      }
    }
    await app.store.audit(reader, [request.id, ...patients], 'export', { format: 'text' })
    return { status: 200, raw: parts.filter((one) => one !== '').join('\n'), type: 'text/plain; charset=utf-8' }
  },
})

export const sheetRoutes: readonly Endpoint[] = [sheet]
