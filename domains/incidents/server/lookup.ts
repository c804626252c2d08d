import { Type } from 'typebox'
import { closed, endpoint, ok, type Endpoint } from '../../../server/face.ts'
import type { Actor } from '../shared/model.ts'

const Item = Type.Object({ id: Type.String(), name: Type.String(), aliases: Type.Array(Type.String()), type: Type.String() }, closed)

const actors = endpoint({
  method: 'GET', path: '/api/lookup/actors', tag: 'incidents', summary: 'Registered actors by any spelling', access: 'signed-in',
  query: Type.Object({ q: Type.Optional(Type.String({ maxLength: 100, description: 'beginning of any word of any name; all actors when left out' })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) }, closed),
  answers: { 200: Type.Object({ items: Type.Array(Item) }, closed) },
  async handle(call) {
    const { q = '', limit } = call.query
    const page = await call.app.store.list(call.reader, { kind: 'actor', limit: limit ?? 20, ...(q.trim() === '' ? {} : { text: q }) })
    return ok({ items: page.items.map(({ record }) => {
      const data = record.data as unknown as Actor
      return { id: record.id, name: data.name, aliases: data.aliases ?? [], type: data.type }
    }) })
  },
})

export const lookupRoutes: readonly Endpoint[] = [actors]
