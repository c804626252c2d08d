import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { actionWord } from '../../record/action-words.ts'
import { ROWS } from './roles.texts.ts'

/** What a right is called: reading, creating, exporting and every action of a kind. */
export function useRightWord(): (action: string) => string {
  const tt = useTexts(ROWS)
  const { label, t } = useWords()
  return (action) => {
    if (action === 'read' || action === 'create' || action === 'export') {
      return tt(`right.${action}`)
    }
    const known = actionWord(action, t)
    return label(`action.${action}`, known === action ? undefined : known)
  }
}
