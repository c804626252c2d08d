import type { ReactNode } from 'react'
import type { Handling } from '../../core/handling.ts'
import type { RecordView } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { ageText, clockZ, dayTime, fullTime } from '../time/format.ts'
import { useMoment } from '../time/moment.ts'
import { useNow } from '../time/now.ts'

/** Corners of the mark by severity: circle, diamond, square, triangle up, octagon-like star; never colour alone. */
const SHAPES = ['', 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z', 'M8 1l7 7-7 7-7-7z', 'M2 2h12v12H2z', 'M8 1l7.5 14H.5z', 'M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z']

/** Severity as shape, number and colour. */
export function Severity({ value, size = 18 }: { value: number; size?: number }) {
  const { t } = useWords()
  const level = Math.min(5, Math.max(0, value))
  if (level === 0) {
    return <span className="sev" style={{ inlineSize: size }} aria-hidden="true" />
  }
  return (
    <svg className={`sev sev${level}`} width={size} height={size} viewBox="0 0 16 16" role="img" aria-label={t('sev.label', { n: level })}>
      <title>{t('sev.label', { n: level })}</title>
      <path d={SHAPES[level]} />
      <text x="8" y={level === 4 ? 13.2 : 11.4} textAnchor="middle">{level}</text>
    </svg>
  )
}

/** The hatched mark of what nobody has approved or confirmed yet. */
export function Unverified({ record }: { record: Pick<RecordView, 'workflow' | 'veracity'> }) {
  const { t } = useWords()
  return isUnverified(record) ? <span className="tag unverified">{t(record.veracity === 'refuted' ? 'veracity.refuted' : 'veracity.unverified')}</span> : null
}

/** Not yet corroborated or verified. */
export function isUnverified(record: Pick<RecordView, 'workflow' | 'veracity'>): boolean {
  return record.veracity !== null && record.veracity !== 'verified' && record.veracity !== 'corroborated'
}

/** The handling line in the reader's language; compartments and caveats are the mission's own marks and stay. */
export function useMarking(): (handling: Pick<Handling, 'level' | 'compartments' | 'caveats'>) => string {
  const { t, locale } = useWords()
  return ({ level, compartments, caveats }) => [t(`level.${level}`).toLocaleUpperCase(locale), compartments.join(' '), caveats.join(' ')].filter((part) => part !== '').join(' // ')
}

/** The handling line in its frame. */
export function Marking({ handling }: { handling: Pick<Handling, 'level' | 'compartments' | 'caveats'> }) {
  return <bdi className="marking" data-level={handling.level}>{useMarking()(handling)}</bdi>
}

/** A framed part of a page. */
export function Card({ title, side, children, id }: { title: ReactNode; side?: ReactNode; children: ReactNode; id?: string }) {
  return (
    <section className="card" aria-labelledby={id ? `${id}-title` : undefined}>
      <header>
        <h3 id={id ? `${id}-title` : undefined} className="grow">{title}</h3>
        {side}
      </header>
      <div className="body">{children}</div>
    </section>
  )
}

/** Zulu time; local, date and Z on hover. */
export function TimeZ({ at }: { at: string | number }) {
  const { locale } = useWords()
  const { mission } = useSession()
  const ms = typeof at === 'number' ? at : Date.parse(at)
  return Number.isFinite(ms) ? <time className="mono ltr" dateTime={new Date(ms).toISOString()} title={fullTime(ms, mission.zone, locale)}>{clockZ(ms)}</time> : null
}

/** Date and local time in full, Z in brackets. */
export function FullTime({ at }: { at: string | number }) {
  const { locale } = useWords()
  const { mission } = useSession()
  const ms = typeof at === 'number' ? at : Date.parse(at)
  return Number.isFinite(ms) ? <time dateTime={new Date(ms).toISOString()} className="nowrap">{fullTime(ms, mission.zone, locale)}</time> : null
}

/** Date and local time for tables; Z on hover. */
export function DayTime({ at }: { at: string }) {
  const { locale } = useWords()
  const { mission } = useSession()
  const ms = Date.parse(at)
  return Number.isFinite(ms) ? <time dateTime={new Date(ms).toISOString()} className="nowrap" title={fullTime(ms, mission.zone, locale)}>{dayTime(ms, mission.zone, locale)}</time> : null
}

/** How old, renewed every ten seconds; the instant on hover. `live`: it stands outside the moment the screen is set to. */
export function Age({ at, live = false }: { at: string; live?: boolean }) {
  const { locale } = useWords()
  const { mission } = useSession()
  // In the past an age is that of the moment shown.
  const clock = useNow(10_000)
  const moment = useMoment()
  const now = live ? clock : (moment ?? clock)
  const ms = Date.parse(at)
  return <time dateTime={at} title={fullTime(ms, mission.zone, locale)}>{ageText(now - ms, locale)}</time>
}

/** Grey bars of the shape of what is coming. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const { t } = useWords()
  return (
    <div className="stack" role="status" aria-label={t('common.loading')}>
      {Array.from({ length: lines }, (_, i) => <div key={i} className="skeleton" style={{ inlineSize: `${90 - ((i * 23) % 45)}%` }} />)}
    </div>
  )
}

/** Said where there is nothing yet: one sentence and the next step. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="title">{title}</p>
      {children && <p className="quiet">{children}</p>}
    </div>
  )
}
