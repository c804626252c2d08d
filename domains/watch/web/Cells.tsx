import { dayTime, fullTime, Severity, useSession, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { inLocale } from '../../../core/i18n.ts'
import { isWaiting, stateOf } from '../shared/alert.ts'
import { STATE_WORDS } from '../shared/texts.ts'
import { DrillMark } from './DrillMark.tsx'
import { alertOf, titleIn } from './open.ts'
import { ROWS } from './watch.texts.ts'
import './watch.css'

/** What an alert says, in the reader's language, with how severe it is. */
export function WhatCell({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const alert = alertOf(record)
  return <span className="alerthead">{alert.sos ? <span className="alertsos small">{tt('sos')}</span> : <Severity value={alert.severity} size={16} />}<DrillMark drill={alert.drill} /><bdi className="cut">{titleIn(alert, locale)}</bdi></span>
}

/** Where it stands; what nobody has acknowledged is stronger. */
export function StateCell({ record }: { record: RecordView }) {
  const { locale } = useWords()
  const alert = alertOf(record)
  return <span className={isWaiting(alert) ? 'tag warning' : 'tag'}>{inLocale(STATE_WORDS[stateOf(alert)], locale)}</span>
}

/** When it happened. */
export function AtCell({ record }: { record: RecordView }) {
  const { locale } = useWords()
  const { mission } = useSession()
  const ms = Date.parse(alertOf(record).at)
  return <time className="nowrap" dateTime={alertOf(record).at} title={fullTime(ms, mission.zone, locale)}>{dayTime(ms, mission.zone, locale)}</time>
}
