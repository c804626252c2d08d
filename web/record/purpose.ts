import { createContext, use } from 'react'

/** Purpose the reader declared for the record on screen; '' where none is needed. */
export const PurposeContext = createContext('')

const declared = new Map<string, string>()

/** Remember what was declared for a record as long as it is on screen; answers how to forget it. */
export function declarePurpose(id: string, purpose: string): () => void {
  declared.set(id, purpose)
  return () => void (declared.get(id) === purpose && declared.delete(id))
}

/** What goes with a write on a record: the purpose declared for reading it; nothing where none was. */
export function purposeOf(id: string): { purpose?: string } {
  const purpose = declared.get(id)
  return purpose ? { purpose } : {}
}

/** The declared purpose, for everything asked about the record. */
export function usePurpose(): string {
  return use(PurposeContext)
}
