import { useTexts } from '../../i18n/i18n.tsx'
import { ROWS } from './maps.texts.ts'

/** Why something cannot be used, in the reader's language; the node's own words on demand. */
export function Reason({ refused }: { refused: { reason: string; message: string } | null }) {
  const tt = useTexts(ROWS)
  if (!refused) {
    return null
  }
  const key = `reason.${refused.reason}`
  return <details className="reason"><summary>{key in ROWS ? tt(key as keyof typeof ROWS) : refused.message}</summary><p className="small" dir="auto" lang="en">{refused.message}</p></details>
}
