import { Type, type Static } from 'typebox'

const closed = { additionalProperties: false }
const words = Type.String({ minLength: 1, maxLength: 80 })
const synonyms = Type.Array(Type.String({ minLength: 2, maxLength: 60 }), { maxItems: 40, uniqueItems: true })
const crosswalk = Type.Optional(Type.String({ maxLength: 80 }))

/** What an edition says of one category: only what differs from the edition it stands on. */
export const EditionEntry = Type.Object(
  {
    code: Type.String({ pattern: '^[A-Z]{2}(\\.\\d{2})?$' }),
    /** The code is new with this edition. */
    added: Type.Optional(Type.Literal(true)),
    hidden: Type.Optional(Type.Boolean()),
    label: Type.Optional(Type.Object({ en: words, fr: Type.Optional(words), es: Type.Optional(words), ar: Type.Optional(words) }, closed)),
    synonyms: Type.Optional(Type.Object({ en: Type.Optional(synonyms), fr: Type.Optional(synonyms), es: Type.Optional(synonyms), ar: Type.Optional(synonyms) }, closed)),
    /** Crosswalks; an empty text takes one away. */
    acled: crosswalk,
    threat: crosswalk,
    violation: crosswalk,
    /** Place within its family (of a family: among families); without it by code. */
    order: Type.Optional(Type.Integer({ minimum: 0, maximum: 999 })),
  },
  closed,
)
export type EditionEntry = Static<typeof EditionEntry>

/** An edition of the taxonomy the mission made, as changes to the one it stands on; in force once `activated` (ISO UTC). */
export const Edition = Type.Object(
  {
    edition: Type.Integer({ minimum: 2, maximum: 9999, description: 'number of this edition; 1 is the shipped one' }),
    base: Type.Integer({ minimum: 1, maximum: 9998, description: 'edition it stands on' }),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
    entries: Type.Array(EditionEntry, { maxItems: 1000 }),
    activated: Type.Optional(Type.String({ maxLength: 32 })),
  },
  closed,
)
export type Edition = Static<typeof Edition>
