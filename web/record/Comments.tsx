import { CornerDownRight, MessageSquareReply } from 'lucide-react'
import { useId, useState } from 'react'
import type { RecordView } from '../api/types.ts'
import { draftOf, keepDraft } from '../drafts.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Card, FullTime } from '../shell/parts.tsx'
import { toast } from '../shell/toasts.tsx'
import { saveAction } from './save.ts'
import { ROWS } from './record.texts.ts'
import { ROWS as IN_PLACE_ROWS } from './in-place.texts.ts'
import { useThread } from './thread.ts'
import type { CommentView } from './thread.ts'

/** What people say about a record: a thread with answers, and feedback to whoever reported it. */
export function Comments({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const comments = useThread(record).data?.comments ?? []
  const [answering, setAnswering] = useState<CommentView | null>(null)
  const roots = comments.filter((c) => c.replyTo === undefined)
  const standing = comments.filter((c) => c.withdrawnAt === undefined).length
  return (
    <Card id="comments" title={standing > 0 ? `${tt('say.title')} · ${number(standing)}` : tt('say.title')}>
      {comments.length === 0 && <p className="quiet small">{tt('say.none')}</p>}
      <ol className="comments">
        {roots.map((root) => (
          <li key={root.id}>
            <Said comment={root} record={record} onAnswer={setAnswering} />
            <ol className="answers">{answersTo(root.id, comments).map((one) => <li key={one.id}><Said comment={one} record={record} onAnswer={setAnswering} /></li>)}</ol>
          </li>
        ))}
      </ol>
      {record.can.includes('comment') && !record.erased && <Write key={answering?.id ?? ''} record={record} answering={answering} onDone={() => setAnswering(null)} />}
    </Card>
  )
}

/** Everything below a comment, in order of time: one step in is enough on a narrow screen. */
function answersTo(id: string, all: readonly CommentView[]): CommentView[] {
  const below = new Set([id])
  return all.filter((c) => {
    const inside = c.replyTo !== undefined && below.has(c.replyTo)
    if (inside) {
      below.add(c.id)
    }
    return inside
  })
}

function Said({ comment, record, onAnswer }: { comment: CommentView; record: RecordView; onAnswer(comment: CommentView): void }) {
  const tt = useTexts(ROWS)
  const { me } = useSession()
  const [error, setError] = useState<unknown>(null)
  const gone = comment.withdrawnAt !== undefined || comment.erased === true
  return (
    <article className={`said${comment.feedback ? ' feedback' : ''}`}>
      <p className="small row wrap"><strong dir="auto">{comment.byName ?? comment.by}</strong><span className="quiet">{comment.role}</span><span className="quiet"><FullTime at={comment.receivedAt} /></span>{comment.feedback && <span className="tag accent">{tt('say.feedback.tag')}</span>}</p>
      {gone ? <p className="quiet small">{tt(comment.withdrawnAt === undefined ? 'say.erased' : 'say.withdrawn')}</p> : <p className="prewrap" dir="auto">{comment.text}</p>}
      {!gone && record.can.includes('comment') && !record.erased && (
        <p className="row noprint">
          <button type="button" className="btn plain small" onClick={() => onAnswer(comment)}><MessageSquareReply size={13} aria-hidden="true" />{tt('say.answer')}</button>
          {comment.by === me.user && <button type="button" className="btn plain small" onClick={() => { saveAction(record, 'withdraw-comment', { comment: comment.id }, tt('say.withdraw')).catch(setError) }}>{tt('say.withdraw')}</button>}
        </p>
      )}
      {error !== null && <ProblemNotice error={error} />}
    </article>
  )
}

function Write({ record, answering, onDone }: { record: RecordView; answering: CommentView | null; onDone(): void }) {
  const tt = useTexts(ROWS)
  const kept = useTexts(IN_PLACE_ROWS)
  const { t } = useWords()
  const { me } = useSession()
  const name = `comment.${record.id}`
  const id = useId()
  const [text, setText] = useState(() => draftOf<string>(name) ?? '')
  const [feedback, setFeedback] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  async function say() {
    setBusy(true)
    setError(null)
    try {
      const after = await saveAction(record, 'comment', { text: text.trim(), ...(answering ? { replyTo: answering.id } : {}), ...(feedback ? { feedback: true } : {}) }, `${tt('say.send')}: ${record.ref}`)
      keepDraft(name, null)
      setText('')
      setFeedback(false)
      if (after === null) {
        toast(kept('edit.kept'))
      }
      onDone()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc leaves the form from any of its fields
    <form className="stack saywrite noprint" onSubmit={(e) => { e.preventDefault(); void say() }} onKeyDown={(e) => {
      if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && text.trim() !== '') {
        e.preventDefault()
        void say()
      } else if (e.key === 'Escape' && answering) {
        e.stopPropagation()
        onDone()
      }
    }}>
      <label htmlFor={id} className={answering ? 'small' : 'sr'}>{answering ? <><CornerDownRight size={13} aria-hidden="true" /> {tt('say.answering', { name: answering.byName ?? '' })}</> : tt('say.write')}</label>
      {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked to answer */}
      <textarea id={id} className="area" rows={2} dir="auto" maxLength={4000} placeholder={tt('say.write')} value={text} autoFocus={answering !== null} onChange={(e) => { setText(e.target.value); keepDraft(name, e.target.value || null) }} />
      {error !== null && <ProblemNotice error={error} kept={t('form.kept')} />}
      <div className="row wrap">
        <button type="submit" className="btn small" disabled={busy || text.trim() === ''}>{tt('say.send')}</button>
        {answering && <button type="button" className="btn small plain" onClick={onDone}>{t('common.cancel')}</button>}
        {record.createdBy !== me.user && <label className="check small"><input type="checkbox" checked={feedback} onChange={(e) => setFeedback(e.target.checked)} />{tt('say.feedback')}</label>}
      </div>
    </form>
  )
}
