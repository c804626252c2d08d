import { CornerDownLeft } from 'lucide-react'
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { clockLocal, clockZ, draftOf, fullTime, keepDraft, ProblemNotice, serverNow, toast, useNow, useRecords, useSession, useTexts, useWords } from '../../../web/face.ts'
import { entryOf, readLine, refsIn } from '../shared/line.ts'
import { MEANS_WORDS, WAY_WORDS } from '../shared/texts.ts'
import { ROWS } from './log.texts.ts'
import { UnknownRef, writeLine } from './write-line.ts'

const NAMES = 200
const RECENT = 50

/** One line, read as it is typed; Enter writes it into the log. */
export function LogBar({ log, desk, records = [] }: { log: string; desk: string; records?: readonly string[] }) {
  const tt = useTexts(ROWS)
  const { locale, dir } = useWords()
  const { mission } = useSession()
  const id = useId()
  const draft = `log:${log}`
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(() => draftOf<string>(draft) ?? '')
  const [left, setLeft] = useState(() => draftOf<string[]>(`${draft}:left`) ?? [])
  const [problem, setProblem] = useState<unknown>(null)
  const second = useNow(10_000)
  const deferred = useDeferredValue(text)
  const line = useMemo(() => readLine(deferred, { now: second, zone: mission.zone, desk }), [deferred, second, mission.zone, desk])
  const names = useNames()
  const titles = useTitles()
  useEffect(() => input.current?.focus({ preventScroll: true }), [])
  const change = (next: string) => {
    setText(next)
    keepDraft(draft, next.trim() === '' ? null : next)
  }
  const keepLeft = (next: (before: readonly string[]) => string[]) => setLeft((before) => {
    const lines = next(before)
    keepDraft(`${draft}:left`, lines.length === 0 ? null : lines)
    return lines
  })
  const takeUp = (wanted: string) => {
    const begun = text.trim() === '' ? [] : [text]
    keepLeft((before) => [...before.filter((one) => one !== wanted), ...begun])
    change(wanted)
    input.current?.focus()
  }
  const save = async () => {
    if (entryOf(readLine(text, { now: serverNow(), zone: mission.zone, desk }), log).text.trim() === '') {
      return
    }
    change('')
    setProblem(null)
    try {
      const made = await writeLine(text, { log, desk, zone: mission.zone, records })
      toast(made ? tt('saved', { n: String(made.data['n']) }) : tt('kept'))
    } catch (error) {
      setProblem(error)
      // The next line may be begun already: it stays, and the one that was not taken stands beside it.
      if ((input.current?.value ?? '').trim() === '') {
        change(text)
      } else {
        keepLeft((before) => [...before.filter((one) => one !== text), text])
      }
    }
    input.current?.focus()
  }
  const shown = text.trim() !== ''
  return (
    <form className="logbar noprint" onSubmit={(event) => { event.preventDefault(); void save() }}>
      {shown && (
        <p className="logread" aria-live="polite">
          <span className="tag mono ltr" title={fullTime(line.at, mission.zone, locale)}>{clockZ(line.at)} · {clockLocal(line.at, mission.zone)}</span>
          {!line.stamped && <span className="tag">{tt('now')}</span>}
          <span className="tag">{inLocale(WAY_WORDS[line.way], locale)}</span>
          {line.means && <span className="tag accent">{inLocale(MEANS_WORDS[line.means], locale)}</span>}
          {(line.from ?? line.to) !== undefined && <span className="tag"><bdi>{line.from}</bdi> {dir === 'rtl' ? '←' : '→'} <bdi>{line.to}</bdi></span>}
          {refsIn(deferred).map((ref) => <span key={ref} className="tag accent"><span className="mono ltr">{ref}</span>{titles.get(ref) !== undefined && <> <bdi>{titles.get(ref)}</bdi></>}</span>)}
          {line.action !== undefined && <span className="tag warning"><bdi>{line.action}</bdi>{line.actionBy && <> · {tt('by', { who: line.actionBy })}</>}{line.due !== undefined && <> · {tt('due', { time: `${clockZ(line.due)} · ${clockLocal(line.due, mission.zone)}` })}</>}</span>}
        </p>
      )}
      {problem instanceof UnknownRef ? <p className="notice warning" role="alert">{tt('ref.unknown', { ref: problem.ref })}</p> : problem !== null && <ProblemNotice error={problem} />}
      {left.map((one) => (
        <div key={one} className="row logleft">
          <span className="tag warning">{tt('left')}</span>
          <bdi className="grow cut">{one}</bdi>
          <button type="button" className="btn small" onClick={() => takeUp(one)}>{tt('left.take')}<span className="sr">: {one}</span></button>
          <button type="button" className="btn plain small" onClick={() => keepLeft((before) => before.filter((other) => other !== one))}>{tt('left.drop')}<span className="sr">: {one}</span></button>
        </div>
      ))}
      <div className="row">
        <input ref={input} id={`${id}-line`} className="input grow" dir="auto" list={`${id}-names`} value={text} maxLength={4500} spellCheck={false} autoComplete="off" enterKeyHint="send" aria-label={tt('line')} aria-describedby={`${id}-help`} placeholder={tt('line.hint')} onChange={(event) => change(event.target.value)} />
        <button type="submit" className="btn primary" disabled={!shown}><CornerDownLeft size={15} aria-hidden="true" />{tt('save')}</button>
      </div>
      <datalist id={`${id}-names`}>{suggested(text, names).map((one) => <option key={one} value={one}>{one}</option>)}{named(text, titles).map(({ value, title }) => <option key={value} value={value}>{title}</option>)}</datalist>
      <p id={`${id}-help`} className="quiet small loghelp">{tt('line.help')}</p>
    </form>
  )
}

/** Newest records of the room, to be linked: reference and title. */
function useTitles(): Map<string, string> {
  const found = useRecords({ kind: 'incident', sort: { by: 'logged', dir: 'desc' } }, RECENT).data?.pages[0]?.items ?? []
  return new Map(found.map((one) => [one.ref, one.title]))
}

/** The line with the record begun by `#` completed: by its reference or words of its title. */
function named(text: string, titles: ReadonlyMap<string, string>): { value: string; title: string }[] {
  const [, before = '', begun = ''] = /^([\s\S]*(?:^|\s)#)([^\s#]*)$/.exec(text) ?? []
  const folded = begun.toLowerCase()
  return before === '' ? [] : [...titles].filter(([ref, title]) => ref.toLowerCase().includes(folded) || title.toLowerCase().includes(folded)).slice(0, 8).map(([ref, title]) => ({ value: `${before}${ref} `, title: `${ref} ${title}` }))
}

/** Callsigns of units and tracks there are. */
function useNames(): string[] {
  const units = useRecords({ kind: 'unit' }, NAMES).data?.pages[0]?.items ?? []
  const tracks = useRecords({ kind: 'track', sort: { by: 'updated', dir: 'desc' } }, NAMES).data?.pages[0]?.items ?? []
  return [...new Set([...tracks, ...units].map(({ data, title }) => String(data['callsign'] ?? title).trim().replaceAll(/\s+/g, '-')).filter((name) => name !== ''))]
}

/** The line with the callsign being typed completed; nothing once the words have begun. */
function suggested(text: string, names: readonly string[]): string[] {
  const [, before = '', begun = ''] = /^((?:\S+\s+){0,2}>?)(\S*)$/.exec(text) ?? []
  const folded = begun.toLowerCase()
  return folded === '' ? [] : names.filter((name) => name.toLowerCase().startsWith(folded)).slice(0, 8).map((name) => `${before}${name}${before.endsWith('>') ? ' ' : '>'}`)
}
