import { standingAttachments } from '../../../core/attachment.ts'
import type { Text } from '../../../core/i18n.ts'
import type { FieldProblem } from '../../../core/problem.ts'
import type { VigieRecord } from '../../../core/record.ts'
import type { DataPackage } from './data-package.ts'

export type { DataPackage } from './data-package.ts'

/** Largest data package that is taken, in bytes. */
export const PACKAGE_LIMIT = 50_000_000

/** `private` ones are fetched by whoever knows their hash and are not listed. */
export const PACKAGE_TOOLS = ['public', 'private'] as const

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
