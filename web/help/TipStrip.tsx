import { Lightbulb } from 'lucide-react'
import { useTexts } from '../i18n/i18n.tsx'
import { setPrefs, usePrefs } from '../prefs.ts'
import { useLocation } from '../router.ts'
import { ROWS } from './help.texts.ts'
import { tipOn, tipsFor } from './tips.ts'
import { useTipReader } from './tip-reader.ts'
import './help.css'

/** One tip at a time above the page, for the first days on this device; it asks for nothing and goes for good when told so. */
export function TipStrip() {
  const { path } = useLocation()
  const { tips } = usePrefs()
  const reader = useTipReader()
  const tt = useTexts(ROWS)
  const tip = tipOn(path, reader, tips)
  if (!tip) {
    return null
  }
  return (
    <aside className="tipstrip" aria-label={tt('tip.label')}>
      <Lightbulb size={15} aria-hidden="true" />
      <p>{tt(tip.key)}</p>
      <button type="button" className="btn small" onClick={() => setPrefs({ tips: [...tips, tip.key] })}>{tt('tip.next')}</button>
      <button type="button" className="btn plain small" onClick={() => setPrefs({ tips: tipsFor(reader).map((one) => one.key) })}>{tt('tip.none')}</button>
    </aside>
  )
}
