import { useTexts } from '../../../web/face.ts'
import type { Lamp as LampName } from '../shared/status.ts'
import { ROWS } from './panel.texts.ts'

/** What is drawn in a lamp: shape and sign tell it without colour. */
const SIGNS: Record<LampName, string> = {
  'planned': 'M8 4.5v4l2.5 1.5', 'cleared': 'M5 8.3l2.2 2.2L11.2 6', 'late-start': 'M8 4.5v4.2M8 11v.3', 'on-time': '', 'due': 'M8 4.5v4l2.5 1.5', 'late': 'M8 4.5v4.2M8 11v.3',
  'lost': 'M5.5 5.5l5 5M10.5 5.5l-5 5', 'overdue': 'M8 4.2v4.6M8 11.2v.3', 'trouble': 'M8 4.2v4.6M8 11.2v.3', 'arrived': 'M5 8.3l2.2 2.2L11.2 6', 'over': 'M5 8.3l2.2 2.2L11.2 6', 'called-off': 'M5 8h6',
}

/** How a movement is: filled, hollow or square, with a sign and its words. */
export function Lamp({ lamp, words = false }: { lamp: LampName; words?: boolean }) {
  const tt = useTexts(ROWS)
  const text = tt(`lamp.${lamp}`)
  return (
    <span className="movelamp" data-lamp={lamp} title={text}>
      <svg viewBox="0 0 16 16" width={16} height={16} aria-hidden="true">
        {lamp === 'lost' || lamp === 'trouble' ? <rect x="1.5" y="1.5" width="13" height="13" rx="2" className="body" /> : lamp === 'overdue' || lamp === 'late' ? <path d="M8 1l7 13.5H1z" className="body" /> : <circle cx="8" cy="8" r="6.5" className="body" />}
        {SIGNS[lamp] && <path d={SIGNS[lamp]} className="sign" transform={lamp === 'overdue' || lamp === 'late' ? 'translate(0 1.6)' : undefined} />}
      </svg>
      <span className={words ? 'lampwords' : 'sr'}>{text}</span>
    </span>
  )
}
