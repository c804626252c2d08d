import { createContext, use } from 'react'

/** Purpose the reader declared for the record on screen; '' where none is needed. */
export const PurposeContext = createContext('')

/** The declared purpose, for everything asked about the record. */
export function usePurpose(): string {
  return use(PurposeContext)
}
