import { useState } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { fold } from '../../../core/text.ts'
import { api, Card, Link, ProblemNotice, toast, Told, useTexts, useWords } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import { checkEdition, layEdition, nextCode, type Edition, type EditionEntry } from '../shared/taxonomy-editions.ts'
import { familyOf, type Taxonomy } from '../shared/taxonomy.ts'
import type { CodeUse } from './code-use.ts'
import { EntryForm } from './EntryForm.tsx'
import { ROWS } from './TaxonomyPage.texts.ts'

type Props = { record: RecordView; base: Taxonomy; others: readonly Edition[]; use: CodeUse | undefined; onDone(): Promise<void>; onClose(): void }

/** One edition: its codes, what differs from the one it stands on, what that means, and putting it in force. */
export function EditionEditor({ record, base, others, use, onDone, onClose }: Props) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const standing = record.data as unknown as Edition
  const [entries, setEntries] = useState<readonly EditionEntry[]>(standing.entries)
  const [note, setNote] = useState(standing.note ?? '')
  const [typed, setTyped] = useState('')
  const [changing, setChanging] = useState<string | null>(null)
  const [family, setFamily] = useState('')
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const edition: Edition = { ...standing, entries: [...entries], ...(note.trim() ? { note: note.trim() } : {}) }
  const fixed = standing.activated !== undefined
  const mayEdit = !fixed && record.can.includes('edit')
  const mayActivate = !fixed && record.can.includes('activate')
  const made = layEdition(base, edition)
  const problems = fixed ? [] : checkEdition(edition, others)
  const dirty = JSON.stringify([entries, note.trim()]) !== JSON.stringify([standing.entries, standing.note ?? ''])
  const shownCodes = new Set(made.entries.map((e) => e.code))
  const hidden = [...made.byCode.values()].filter((e) => !shownCodes.has(e.code))
  const all = [...made.entries, ...hidden].sort((a, b) => (familyOf(a.code) === familyOf(b.code) ? 0 : made.entries.findIndex((e) => e.code === familyOf(a.code)) - made.entries.findIndex((e) => e.code === familyOf(b.code))))
  const wanted = fold(typed.trim())
  const shown = all.filter((e) => wanted === '' || fold(`${e.code} ${Object.values(e.label).join(' ')}`).includes(wanted))
  const changeOf = (code: string) => entries.find((e) => e.code === code)
  const put = (entry: EditionEntry) => setEntries((old) => (old.some((e) => e.code === entry.code) ? old.map((e) => (e.code === entry.code ? entry : e)) : [...old, entry]))
  const drop = (code: string) => setEntries((old) => old.filter((e) => e.code !== code && !(code.length === 2 && e.added && familyOf(e.code) === code)))
  const add = (code: string) => { put({ code, added: true, label: { en: '…' } }); setChanging(code) }
  const run = async (work: () => Promise<void>) => {
    setError(null)
    try {
      await work()
    } catch (problem) {
      setError(problem)
    }
  }
  const act = (body: Record<string, unknown>) => api(`/api/records/${encodeURIComponent(record.id)}/actions`, { method: 'POST', body: { basedOn: record.version, ...body } })
  const save = () => run(async () => {
    await act({ type: 'edit', patch: { fields: { entries: [...entries], note: note.trim() || null } } })
    toast(tt('saved', { n: standing.edition }))
    await onDone()
  })
  const activate = () => run(async () => {
    await act({ type: 'activate', patch: {}, reason: reason.trim() })
    toast(tt('activated', { n: standing.edition }))
    await onDone()
    onClose()
  })
  return (
    <div className="page narrowpage stack taxonomypage">
      <header>
        <button type="button" className="btn small" onClick={onClose}>{tt('back')}</button>
        <h1>{tt('edition', { n: standing.edition })} <span className="tag">{tt(fixed ? (others.some((o) => o.activated && o.edition > standing.edition) ? 'earlier' : 'in-force') : 'draft')}</span></h1>
        <p><Link to={`/records/${record.ref}`}>{tt('history')}</Link></p>
      </header>
      {error ? <ProblemNotice error={error} /> : null}
      <Card title={tt('preview')} id="preview"><div className="stack">
        {entries.length === 0 && <p className="quiet">{tt('preview.none')}</p>}
        <ul className="editionlist">
          {entries.map((entry) => <li key={entry.code}><span className="grow"><bdi className="mono">{entry.code}</bdi> <span dir="auto">{inLocale(made.byCode.get(entry.code)?.label ?? { en: entry.code, fr: entry.code }, locale)}</span> <What entry={entry} /></span><Used code={entry.code} use={use} /></li>)}
        </ul>
        {entries.length > 0 && <p className="quiet small">{tt('used.note')} {!fixed && tt('preview.offline')}</p>}
        {problems.length > 0 && <ul className="notice warning" role="status">{problems.map((p, i) => <li key={i} dir="auto">{codeAt(p.path, entries)} <Told text={`${p.problem}${p.fix ? `. ${p.fix}` : ''}`} /></li>)}</ul>}
        {mayEdit && (
          <>
            <div className="field"><label htmlFor="edition-note">{tt('note')}</label><textarea id="edition-note" className="input" rows={2} maxLength={2000} dir="auto" value={note} onChange={(e) => setNote(e.target.value)} /></div>
            <div className="row wrap"><button type="button" className="btn primary" disabled={!dirty || problems.length > 0} onClick={() => void save()}>{tt('save')}</button>{dirty && <span className="quiet small" role="status">{tt('unsaved')}</span>}</div>
          </>
        )}
        {mayActivate && entries.length > 0 && (
          <form className="stack" onSubmit={(e) => { e.preventDefault(); void activate() }}>
            <div className="field"><label htmlFor="edition-reason">{tt('reason')}</label><input id="edition-reason" className="input" dir="auto" required maxLength={2000} value={reason} onChange={(e) => setReason(e.target.value)} /><p className="hint">{dirty ? tt('save-first') : tt('no-way-back')}</p></div>
            <div className="row"><button type="submit" className="btn" disabled={dirty || problems.length > 0 || reason.trim() === ''}>{tt('activate', { n: standing.edition })}</button></div>
          </form>
        )}
      </div></Card>
      <div className="field"><label htmlFor="code-find">{tt('find')}</label><input id="code-find" className="input" type="search" dir="auto" value={typed} onChange={(e) => setTyped(e.target.value)} /><p className="hint" role="status">{tt('shown', { n: number(shown.length), of: number(all.length) })}</p></div>
      <ul className="codelist">
        {shown.map((entry) => {
          const change = changeOf(entry.code)
          const isHidden = !shownCodes.has(entry.code)
          const head = entry.code.length === 2
          return (
            <li key={entry.code} data-family={head || undefined} data-hidden={isHidden || undefined}>
              <div className="row wrap">
                <span className="grow"><bdi className="mono">{entry.code}</bdi> <span dir="auto">{inLocale(entry.label, locale)}</span> {change ? <What entry={change} /> : isHidden && <span className="tag">{tt('hidden')}</span>}</span>
                <Used code={entry.code} use={use} />
                {mayEdit && (
                  <span className="row wrap">
                    <button type="button" className="btn small" aria-expanded={changing === entry.code} onClick={() => setChanging(changing === entry.code ? null : entry.code)}>{tt('change', { code: entry.code })}</button>
                    {!change?.added && <button type="button" className="btn small" onClick={() => put({ ...change, code: entry.code, hidden: !isHidden })}>{tt(isHidden ? 'show' : 'hide', { code: entry.code })}</button>}
                    {change && <button type="button" className="btn small" onClick={() => { drop(entry.code); setChanging(null) }}>{tt('undo', { code: entry.code })}</button>}
                    {head && !isHidden && <button type="button" className="btn small" onClick={() => add(nextCode(base, edition, entry.code))}>{tt('add', { code: entry.code })}</button>}
                  </span>
                )}
              </div>
              {changing === entry.code && mayEdit && <EntryForm entry={entry} change={change ?? { code: entry.code }} onChange={put} />}
            </li>
          )
        })}
      </ul>
      {mayEdit && (
        <form className="row wrap" onSubmit={(e) => { e.preventDefault(); add(family); setFamily(''); setTyped('') }}>
          <div className="field"><label htmlFor="family-code">{tt('family.code')}</label><input id="family-code" className="input mono" dir="ltr" maxLength={2} pattern="[A-Z]{2}" required value={family} onChange={(e) => setFamily(e.target.value.toUpperCase())} /></div>
          <button type="submit" className="btn" disabled={!/^[A-Z]{2}$/.test(family) || changeOf(family)?.added === true}>{tt('add-family')}</button>
        </form>
      )}
    </div>
  )
}

function What({ entry }: { entry: EditionEntry }) {
  const tt = useTexts(ROWS)
  return <span className="tag">{tt(entry.added ? 'added' : entry.hidden ? 'hidden' : entry.label ? 'renamed' : 'changed')}</span>
}

function Used({ code, use }: { code: string; use: CodeUse | undefined }) {
  const tt = useTexts(ROWS)
  if (!use) {
    return null
  }
  const parts = [use.records[code] ? tt('used', { n: use.records[code] }) : '', use.searches[code] ? tt('used.searches', { n: use.searches[code] }) : '', use.templates[code] ? tt('used.templates', { n: use.templates[code] }) : ''].filter((part) => part !== '')
  return <span className="quiet small">{code.length === 2 && parts.length === 0 ? '' : parts.join(' · ') || tt('unused')}</span>
}

function codeAt(path: string, entries: readonly EditionEntry[]): string {
  const at = /^\/entries\/(\d+)/.exec(path)?.[1]
  return at === undefined ? '' : (entries[Number(at)]?.code ?? '')
}
