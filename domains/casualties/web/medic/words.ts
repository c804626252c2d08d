import { useTexts } from '../../../../web/face.ts'
import { ROWS } from './medic.texts.ts'

export type MedicText = ReturnType<typeof useMedicTexts>

/** Words of casualty care. */
export function useMedicTexts() {
  return useTexts(ROWS)
}

/** Where typing begins when a form opens: the same function at every render, so that it happens once. */
export function beginHere(element: HTMLElement | null): void {
  element?.focus()
}
