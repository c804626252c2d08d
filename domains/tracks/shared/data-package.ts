import { Type, type Static } from 'typebox'
import { PACKAGE_LIMIT, PACKAGE_TOOLS } from './tak-files.ts'

const closed = { additionalProperties: false }

/** A file of a TAK client. Its bytes are the record's attachment; `sha256` is what clients ask for it by. */
export const DataPackage = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 150 }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    bytes: Type.Integer({ minimum: 1, maximum: PACKAGE_LIMIT }),
    media: Type.String({ minLength: 3, maxLength: 100 }),
    creatorUid: Type.Optional(Type.String({ maxLength: 160 })),
    tool: Type.Enum([...PACKAGE_TOOLS]),
    keywords: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 20, uniqueItems: true })),
  },
  closed,
)
export type DataPackage = Static<typeof DataPackage>
