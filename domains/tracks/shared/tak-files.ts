import { Type, type Static } from 'typebox'
import { standingAttachments } from '../../../core/attachment.ts'
import type { Text } from '../../../core/i18n.ts'
import type { FieldProblem } from '../../../core/problem.ts'
import type { VigieRecord } from '../../../core/record.ts'

const closed = { additionalProperties: false }

/** Largest data package that is taken, in bytes. */
export const PACKAGE_LIMIT = 50_000_000

/** `private` ones are fetched by whoever knows their hash and are not listed. */
export const PACKAGE_TOOLS = ['public', 'private'] as const

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

/** Hash, size and type are those of the file that came: once it is there nobody writes others. */
export function checkDataPackage(data: DataPackage, record: Pick<VigieRecord, 'attachments'>): FieldProblem[] {
  const files = standingAttachments(record)
  if (files.length === 0 || files.some(({ copy, media }) => copy.sha256 === data.sha256 && copy.bytes === data.bytes && media === data.media)) {
    return []
  }
  return [{ path: '/sha256', problem: 'is not that of the file', fix: 'Leave hash, size and type as they came with the file; send another file as a package of its own' }]
}

/** Words of the two. */
export const TOOL_WORDS: Record<(typeof PACKAGE_TOOLS)[number], Text> = {
  public: { en: 'Everyone who may read it', fr: 'Tous ceux qui peuvent le lire', es: 'Quienes pueden leerlo', ar: 'كل من يحق له قراءتها' },
  private: { en: 'Whoever was sent it', fr: 'Ceux à qui il a été envoyé', es: 'Quienes lo han recibido', ar: 'من أُرسلت إليه' },
}
