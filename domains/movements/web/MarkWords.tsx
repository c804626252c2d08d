import { inLocale } from '../../../core/i18n.ts'
import { clockLocal, clockZ, useSession, useTexts, useWords } from '../../../web/face.ts'
import type { Passed } from '../shared/road-mark.ts'
import { ROAD_MARK_WORDS } from '../shared/texts.ts'
import { ROWS } from './strip.texts.ts'

/** Where along the way a mark lies: one kilometre, or from one to another. */
export function MarkKm({ one }: { one: Passed }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const km = (metres: number): string => number(Math.round(metres / 100) / 10)
  return <span className="mono nowrap">{one.toM - one.fromM < 100 ? tt('at', { km: km(one.fromM) }) : tt('span', { from: km(one.fromM), to: km(one.toM) })}</span>
}

/** What it is, its name, what it carries, its note; where no radio is heard also from when to when. */
export function MarkWords({ one }: { one: Passed }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const what = inLocale(ROAD_MARK_WORDS[one.mark.sort], locale)
  const time = (at: number): string => `${clockLocal(at, mission.zone)} ${clockZ(at)}`
  return (
    <>
      <strong>{what}</strong>{one.mark.name !== what && <> <bdi>{one.mark.name}</bdi></>}
      {one.mark.loadT !== undefined && <> · <strong>{tt('carries', { n: number(one.mark.loadT) })}</strong></>}
      {one.mark.sort === 'black-spot' && <> · <span className="nowrap">{one.to > one.from ? tt('times', { from: time(one.from), to: time(one.to) }) : time(one.from)}</span> · {tt('call.before')}</>}
      {one.mark.note && <> · <span dir="auto">{one.mark.note}</span></>}
    </>
  )
}
