import { Type, type Static } from 'typebox'

/** Bytes at rest: `file` names them by the SHA-256 of what lies on the disk, which is encrypted. */
export const Kept = Type.Object({ file: Type.String({ pattern: '^[0-9a-f]{64}$' }), bytes: Type.Integer({ minimum: 0 }), sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'of the bytes themselves' }) }, { additionalProperties: false })
export type Kept = Static<typeof Kept>

const Point = Type.Object({ lon: Type.Number({ minimum: -180, maximum: 180 }), lat: Type.Number({ minimum: -90, maximum: 90 }) }, { additionalProperties: false })

/** What the `attach` action carries. `key` opens the files; the store seals it under the key of the record's subject. */
export const AttachPatch = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    media: Type.String({ minLength: 3, maxLength: 100 }),
    caption: Type.Optional(Type.String({ maxLength: 1000 })),
    takenAt: Type.Optional(Type.String({ maxLength: 32 })),
    place: Type.Optional(Point),
    copy: Kept,
    thumb: Type.Optional(Kept),
    original: Type.Optional(Kept),
    key: Type.Any(),
    replaces: Type.Optional(Type.String({ maxLength: 64 })),
    reduced: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type AttachPatch = Static<typeof AttachPatch>

export const DetachPatch = Type.Object({ attachment: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false })
export const CaptionPatch = Type.Object({ attachment: Type.String({ minLength: 1, maxLength: 64 }), caption: Type.String({ maxLength: 1000 }) }, { additionalProperties: false })
