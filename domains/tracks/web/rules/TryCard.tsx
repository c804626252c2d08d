import { MapPin } from 'lucide-react'
import { inLocale, type Text } from '../../../../core/i18n.ts'
import { fullTime, showPlace, TryPast, useSession, useTexts, useWords } from '../../../../web/face.ts'
import type { TrackRule } from '../../shared/rules/rule.ts'
import { ROWS } from './rules.texts.ts'

type Tried = { fired: number; told: { at: string; text: Required<Text>; lon: number | null; lat: number | null; ended: string | null }[]; positions: number; subjects: number; everyS: number; more: boolean }

/** What a draft would have told of what moved. */
export function TryCard({ rule }: { rule: TrackRule }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  return (
    <TryPast<Tried>
      id="rule-try" path="/api/tracks/rules/test" rule={rule} days={[1, 7, 30]} usual={7} more={tt('try.more')}
      looked={({ positions, subjects, everyS }) => tt('try.looked', { positions: number(positions), subjects: number(subjects), every: number(everyS) })}
      line={({ text, lon, lat, ended }) => {
        const said = inLocale(text, locale)
        return (
          <>
            <bdi>{said}</bdi> {ended && <span className="quiet small">{tt('try.until', { time: fullTime(Date.parse(ended), mission.zone, locale) })}</span>}
            {lon !== null && lat !== null && <button type="button" className="btn plain icon small" aria-label={`${said}: ${lat.toFixed(4)}, ${lon.toFixed(4)}`} onClick={() => showPlace({ lon, lat, radiusM: 0, label: said })}><MapPin size={14} aria-hidden="true" /></button>}
          </>
        )
      }}
    />
  )
}
