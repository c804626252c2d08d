import { useTexts } from '../i18n/i18n.tsx'
import { setPrefs } from '../prefs.ts'
import { ROWS } from './help.texts.ts'
import { tipsFor } from './tips.ts'
import { useTipReader } from './tip-reader.ts'
import './help.css'

/** Every tip for this person, to be read again. */
export function TipList() {
  const tt = useTexts(ROWS)
  const reader = useTipReader()
  return (
    <section>
      <h3>{tt('tip.label')}</h3>
      <ul className="tiplist">{tipsFor(reader).map((tip) => <li key={tip.key}>{tt(tip.key)}</li>)}</ul>
      <button type="button" className="btn small" onClick={() => setPrefs({ tips: [] })}>{tt('tip.again')}</button>
    </section>
  )
}
