import { inLocale } from '../../../core/i18n.ts'
import { clockLocal, clockZ, Link, useSession, useTexts, useWords } from '../../../web/face.ts'
import type { Hindrance } from '../shared/hindrances.ts'
import { RESTRICTION_WORDS } from '../shared/texts.ts'
import { ROWS } from './met.texts.ts'
import './movements.css'

/** What a movement meets on its way, and the place to say why it goes all the same. `id` is that of the field. */
export function Met({ id, met, reason, onReason }: { id: string; met: readonly Hindrance[]; reason: string; onReason(next: string): void }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { zone } = useSession().mission
  return (
    <div className="notice warning movemet" role="status">
      <div><strong>{tt('met')}</strong><ul>{met.map((one) => <li key={one.id}><Link to={`/records/${one.ref}`}>{tt('met.one', { what: inLocale(RESTRICTION_WORDS[one.sort], locale), name: one.name, km: number(Math.round(one.atM / 100) / 10), time: `${clockLocal(one.at, zone)} ${clockZ(one.at)}` })}</Link>{one.why !== null && <> · <span dir="auto">{one.why}</span></>}</li>)}</ul></div>
      <div className="field"><label htmlFor={id}>{tt('met.reason')}</label><textarea id={id} className="area" dir="auto" required maxLength={1000} value={reason} onChange={(event) => onReason(event.target.value)} /></div>
    </div>
  )
}
