import { Check, Circle } from 'lucide-react'
import { inLocale } from '../../../../core/i18n.ts'
import { ROLES } from '../../../../core/roles.ts'
import { fullTime, useSession, useTexts, useWords } from '../../../../web/face.ts'
import type { Notification } from '../../shared/notification/notification.ts'
import { ROWS } from './notification.texts.ts'

/** Prepared, first, second: who, when, and what is waited for. */
export function Steps({ data, short = false }: { data: Notification; short?: boolean }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const steps = ['prepared', 'first', 'second'] as const
  const next = steps.find((one) => !data[one])
  return (
    <ol className="ncssteps" data-short={short || undefined} aria-label={tt('steps')}>
      {steps.map((one) => {
        const done = data[one]
        return (
          <li key={one} data-state={done ? 'done' : one === next ? 'next' : 'later'} aria-current={one === next ? 'step' : undefined}>
            {done ? <Check size={14} aria-hidden="true" /> : <Circle size={12} aria-hidden="true" />}
            <span><strong>{tt(`step.${one}`)}</strong>{!short && <span className="small quiet">{done ? tt('step.done', { role: inLocale(ROLES[done.role as keyof typeof ROLES]?.text ?? { en: done.role, fr: done.role }, locale), time: fullTime(Date.parse(done.at), mission.zone, locale) }) : tt('step.waits')}</span>}</span>
          </li>
        )
      })}
    </ol>
  )
}
