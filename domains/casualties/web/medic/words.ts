import { useTexts } from '../../../../web/face.ts'
import { ROWS } from './medic.texts.ts'

export type MedicText = ReturnType<typeof useMedicTexts>

/** Words of casualty care. */
export function useMedicTexts() {
  return useTexts(ROWS)
}
