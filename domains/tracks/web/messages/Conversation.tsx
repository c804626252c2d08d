import { ArrowLeft, Send } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { clockZ, dayTime, draftOf, dropEntry, fullTime, keepDraft, Link, ProblemNotice, queryClient, useOutbox, useRefusals, useSession, useTexts, useWords, uuid7, writeOrKeep } from '../../../../web/face.ts'
import { ROWS } from './messages.texts.ts'
import type { Line, Thread } from './threads.ts'

const PATH = '/api/tracks/messages'
const MOST_TEXT = 4000
type Body = { text: string; at: string; uids?: string[]; feed?: string }

/** One thread: what was said, oldest first, and a place to write. */
export function Conversation({ thread, writes, onBack }: { thread: Thread; writes: boolean; onBack(): void }) {
  const tt = useTexts(ROWS)
  const { me } = useSession()
  const outbox = useOutbox()
  const end = useRef<HTMLLIElement>(null)
  const waiting = outbox.filter((one) => one.path === PATH && one.owner === me.user && belongs(one.body as Body, thread))
  const count = thread.lines.length + waiting.length
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' })
  }, [count])
  const say = useRefusals(waiting.some((one) => one.state === 'refused'))
  const mayHere = writes && (thread.kind === 'all' || thread.to !== null)
  return (
    <section className="conversation" aria-label={thread.kind === 'all' ? tt('all') : thread.name}>
      <header className="row"><button type="button" className="btn icon small messagesback" aria-label={tt('back')} onClick={onBack}><ArrowLeft size={16} /></button><h2 className="grow cut" dir="auto">{thread.kind === 'all' ? tt('all') : thread.name}</h2></header>
      <ol className="conversationlines" role="log" aria-live="polite" tabIndex={0} aria-label={tt('title')}>
        {thread.lines.map((line) => <Said key={line.id} line={line} />)}
        {waiting.map((one) => (
          <li key={one.key} className="said mine waiting"><p dir="auto">{(one.body as Body).text}</p>
            <p className="small quiet">{one.state === 'refused' ? <span className="doubt">{tt('refused', { why: say(one.problem?.detail ?? one.problem?.title ?? '').text })}</span> : tt('waiting')} {one.state === 'refused' && <button type="button" className="btn small" onClick={() => dropEntry(one.key)}>{tt('drop')}</button>}</p>
          </li>
        ))}
        <li ref={end} aria-hidden="true" />
      </ol>
      {mayHere ? <Writer thread={thread} /> : <p className="quiet small">{tt(!writes ? 'may-not' : thread.kind === 'room' ? 'read-only' : 'others')}</p>}
    </section>
  )
}

function Said({ line }: { line: Line }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  return (
    <li className={line.mine ? 'said mine' : 'said'}>
      <p className="small quiet"><strong dir="auto">{line.mine ? tt('you') : line.from}</strong> <time dateTime={new Date(line.at).toISOString()} title={fullTime(line.at, mission.zone, locale)}><bdi>{dayTime(line.at, mission.zone, locale)}</bdi> · <bdi>{clockZ(line.at)}</bdi></time></p>
      {line.withdrawn ? <p className="quiet"><em>{tt('withdrawn')}</em></p> : <p className="saidtext" dir="auto">{line.text}</p>}
      <p className="small quiet">
        {line.mine && <span title={(line.read.length > 0 ? line.read : line.delivered).join(', ')}>{line.read.length > 0 ? tt('read', { n: number(line.read.length) }) : line.delivered.length > 0 ? tt('delivered', { n: number(line.delivered.length) }) : tt('sent')} · </span>}
        <Link to={`/records/${line.ref}`} aria-label={tt('record', { ref: line.ref })}>{line.ref}</Link>
      </p>
    </li>
  )
}

function Writer({ thread }: { thread: Thread }) {
  const tt = useTexts(ROWS)
  const name = `message ${thread.key}`
  const [text, setText] = useState(() => draftOf<string>(name) ?? '')
  const [problem, setProblem] = useState<unknown>(null)
  const change = (value: string) => {
    setText(value)
    keepDraft(name, value === '' ? null : value)
  }
  const send = async () => {
    const words = text.trim()
    if (words === '') {
      return
    }
    setProblem(null)
    change('')
    const body: Body = { text: words, at: new Date().toISOString(), ...(thread.to ? { uids: [thread.to.uid] } : {}), ...(thread.feed ? { feed: thread.feed } : {}) }
    try {
      await writeOrKeep({ key: uuid7(), path: PATH, label: `${tt('title')}: ${words.slice(0, 60)}`, body })
      await queryClient.invalidateQueries({ queryKey: ['records'] })
    } catch (error) {
      setProblem(error)
      // What was not taken is still there to be changed, unless something else was begun meanwhile.
      setText((now) => (now === '' ? words : now))
    }
  }
  return (
    <form className="messagewriter" onSubmit={(event) => { event.preventDefault(); void send() }}>
      {problem !== null && <ProblemNotice error={problem} />}
      <label className="field"><span>{tt('write')} <span className="quiet small">{tt('write.how')}</span></span>
        <textarea className="input" dir="auto" rows={2} maxLength={MOST_TEXT} value={text} onChange={(event) => change(event.target.value)} onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault()
            void send()
          }
        }} />
      </label>
      <button type="submit" className="btn primary" disabled={text.trim() === ''}><Send size={15} aria-hidden="true" />{tt('send')}</button>
    </form>
  )
}

function belongs(body: Body, thread: Thread): boolean {
  return (body.feed ?? null) === thread.feed && (thread.to === null ? thread.kind === 'all' && body.uids === undefined : body.uids?.[0] === thread.to.uid)
}
