import { CircleAlert } from 'lucide-react'
import { ApiProblem } from '../api/http.ts'
import { useWords } from '../i18n/i18n.tsx'
import type { Words } from '../i18n/i18n.tsx'
import { useRefusals } from '../refusals/use-refusals.ts'
import { problemKey } from './problem-key.ts'

/** Title of any failure in the reader’s language. */
export function problemTitle(error: unknown, { t }: Pick<Words, 't'>): string {
  if (error instanceof ApiProblem) {
    const key = problemKey(error.id)
    return key ? t(key) : error.title || t('problem.internal')
  }
  return t('problem.internal')
}

/** What happened, what was kept, what to do. `kept` says what became of the person's work. */
export function ProblemNotice({ error, kept, retry }: { error: unknown; kept?: string; retry?: () => void }) {
  const words = useWords()
  const refused = error instanceof ApiProblem && error.id !== 'unreachable' ? error : null
  const say = useRefusals(refused !== null)
  const told = refused ? say(refused.message) : { text: error instanceof ApiProblem ? words.t('problem.unreachable.do') : '', lang: words.locale, dir: words.dir }
  return (
    <div className="notice critical" role="alert">
      <CircleAlert size={16} aria-hidden="true" />
      <div className="grow">
        <strong>{problemTitle(error, words)}</strong>
        {told.text && <p dir={told.dir} lang={told.lang}>{told.text}</p>}
        {kept && <p className="quiet">{kept}</p>}
      </div>
      {retry && <button type="button" className="btn small" onClick={retry}>{words.t('common.retry')}</button>}
    </div>
  )
}
