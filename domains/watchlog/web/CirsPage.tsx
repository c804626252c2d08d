import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useId, useState } from 'react'
import type { JsonObject } from '../../../core/json.ts'
import { api, Card, fullTime, Link, ProblemNotice, saveAction, useKinds, useOnce, useSession, useShowing, useTexts, useWords, uuid7, valueWords, write, type RecordView } from '../../../web/face.ts'
import type { Cir, CirCondition } from '../shared/cir.ts'
import { readWake, writeWake } from '../shared/wake-lines.ts'
import { Calls, Left } from './CallList.tsx'
import { ROWS } from './cirs.texts.ts'
import { again, listOf, useList } from './read.ts'
import './watchlog.css'

type Facets = { [facet: string]: { value: string; count: number }[] }
type AreaItem = { id: string; name: string; code: string }
type Tried = { fired: number; items: { id: string; ref: string; title: string; at: string }[]; more: boolean }
const DAYS = [7, 30, 90] as const
const EMPTY: Cir = { code: '', text: '', enabled: true, condition: { kind: 'incident', severity: 4 }, wake: [], within: 15 }

/** What leadership wants to be woken for, and the call lists it made. */
export function CirsPage() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const may = useKinds().data?.some((kind) => kind.name === 'cir' && kind.canCreate) === true
  const found = useList({ kind: 'cir', sort: { by: 'ref', dir: 'asc' } }, 100)
  const lists = useList({ kind: 'call-list', sort: { by: 'logged', dir: 'desc' } }, 20)
  const [adds, setAdds] = useState(false)
  useShowing('cirs', [...(found.items ?? []), ...(lists.items ?? [])])
  return (
    <div className="page stack cirspage">
      <header className="row wrap"><div className="grow"><h1>{tt('title')}</h1><p className="quiet small">{tt('lead')}</p></div>{may && !adds && <button type="button" className="btn primary" onClick={() => setAdds(true)}><Plus size={15} aria-hidden="true" />{tt('add')}</button>}</header>
      {adds && <Card title={tt('add')} id="cir-new"><CirForm record={null} onEnd={() => setAdds(false)} /></Card>}
      {found.error && !found.items && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <div className="skeleton" />}
      {found.items?.length === 0 && !adds && <p>{tt('none')}</p>}
      {found.items?.map((record) => <One key={`${record.id} ${record.version}`} record={record} />)}
      {found.total > (found.items?.length ?? 0) && <p className="quiet small">{tt('shown', { n: number(found.items?.length ?? 0), all: number(found.total) })}</p>}
      <Card title={tt('lists')} id="call-lists">
        {lists.items?.length === 0 && <p className="quiet small">{tt('lists.none')}</p>}
        <ul className="plainlist calllists">{lists.items?.map((record) => <li key={record.id}><p className="row wrap"><Link to={`/records/${record.ref}`}><strong><bdi>{listOf(record).code}</bdi></strong> <span className="mono ltr">{listOf(record).ref}</span></Link><Left record={record} /></p><Calls record={record} /></li>)}</ul>
        {lists.total > (lists.items?.length ?? 0) && <p className="quiet small">{tt('shown', { n: number(lists.items?.length ?? 0), all: number(lists.total) })}</p>}
      </Card>
    </div>
  )
}

function One({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { label, number, value } = useValue()
  const [edits, setEdits] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const areas = useAreaNames()
  const cir = record.data as unknown as Cir
  const { condition } = cir
  const turn = async () => {
    setProblem(null)
    try {
      await saveAction(record, 'edit', { fields: { enabled: !cir.enabled } }, record.ref)
      await again('cir')
    } catch (error) {
      setProblem(error)
    }
  }
  const says = [label(`kinds.${condition.kind}`), condition.severity ? `${tt('severity')} ${number(condition.severity)}` : '', ...(condition.where ?? []).map((one) => one.values.map((code) => value(condition.kind, one.facet, code)).join(', ')), (condition.area ?? []).map((id) => areas.get(id) ?? id).join(', ') || tt('areas.none'), condition.text ? tt('says.words', { words: condition.text }) : ''].filter((part) => part !== '')
  return (
    <Card title={<><bdi>{cir.code}: {cir.text}</bdi> <span className={`tag ${cir.enabled ? 'ok' : ''}`}>{tt(cir.enabled ? 'on' : 'off')}</span></>} id={`cir-${record.id}`} side={record.can.includes('edit') && !edits && <span className="row"><button type="button" className="btn small" aria-label={tt('turn.this', { what: tt(cir.enabled ? 'turn.off' : 'turn.on'), code: cir.code })} onClick={() => void turn()}>{tt(cir.enabled ? 'turn.off' : 'turn.on')}</button><button type="button" className="btn small" aria-label={tt('turn.this', { what: tt('edit'), code: cir.code })} onClick={() => setEdits(true)}>{tt('edit')}</button></span>}>
      {problem !== null && <ProblemNotice error={problem} />}
      {edits ? <CirForm record={record} onEnd={() => setEdits(false)} /> : (
        <>
          <p dir="auto">{says.join(' · ')}</p>
          <p className="quiet small"><bdi>{cir.wake.map((one) => one.who).join(', ')}</bdi> · {tt('within.n', { n: number(cir.within) })}</p>
          <Try condition={condition} />
        </>
      )}
    </Card>
  )
}

function CirForm({ record, onEnd }: { record: RecordView | null; onEnd(): void }) {
  const tt = useTexts(ROWS)
  const { label, number, value } = useValue()
  const id = useId()
  const kinds = useKinds().data ?? []
  const [cir, setCir] = useState<Cir>(() => (record ? (record.data as unknown as Cir) : EMPTY))
  const [wake, setWake] = useState(() => writeWake(cir.wake))
  const [problem, setProblem] = useState<unknown>(null)
  const { condition } = cir
  const set = (change: Partial<Cir>) => setCir((old) => ({ ...old, ...change }))
  const ask = (change: Partial<CirCondition>) => set({ condition: { ...condition, ...change } })
  const facet = condition.kind === 'incident' ? 'category' : null
  const counts = useQuery({ queryKey: ['facets', `kind=${condition.kind}`, facet ?? ''], enabled: facet !== null, queryFn: ({ signal }) => api<Facets>(`/api/facets?kind=${encodeURIComponent(condition.kind)}&facets=${facet ?? ''}`, { signal }), staleTime: 300_000 })
  const areas = useAreaNames()
  const chosen = condition.where?.find((one) => one.facet === facet)?.values ?? []
  const clean = (): Cir => {
    const { severity, where, area, text, kind } = condition
    return { ...cir, wake: readWake(wake), condition: { kind, ...(severity ? { severity } : {}), ...(where?.some((one) => one.values.length > 0) ? { where: where.filter((one) => one.values.length > 0) } : {}), ...(area?.length ? { area } : {}), ...(text?.trim() ? { text: text.trim() } : {}) } }
  }
  const [underWay, begin] = useOnce()
  const save = async () => {
    setProblem(null)
    try {
      const data = clean() as unknown as JsonObject
      if (record) {
        await saveAction(record, 'edit', { fields: data }, cir.code)
      } else {
        const key = uuid7()
        await write<RecordView>({ key, path: '/api/records', label: cir.code, body: { id: key, kind: 'cir', data, at: new Date().toISOString() } })
      }
      await again('cir')
      onEnd()
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <form className="stack cirform" onSubmit={(event) => { event.preventDefault(); void begin(save) }}>
      <div className="row wrap">
        <div className="field watchshort"><label htmlFor={`${id}-code`}>{tt('code')}</label><input id={`${id}-code`} className="input" required maxLength={20} value={cir.code} onChange={(event) => set({ code: event.target.value })} /></div>
        <div className="field grow"><label htmlFor={`${id}-text`}>{tt('text')}</label><input id={`${id}-text`} className="input" dir="auto" required maxLength={500} value={cir.text} onChange={(event) => set({ text: event.target.value })} /></div>
      </div>
      <div className="row wrap">
        <div className="field"><label htmlFor={`${id}-kind`}>{tt('kind')}</label><select id={`${id}-kind`} className="select" value={condition.kind} onChange={(event) => ask({ kind: event.target.value, where: [] })}>{kinds.map((one) => <option key={one.name} value={one.name}>{label(`kinds.${one.name}`)}</option>)}</select></div>
        <div className="field"><label htmlFor={`${id}-sev`}>{tt('severity')}</label><select id={`${id}-sev`} className="select" value={condition.severity ?? 0} onChange={(event) => ask({ severity: Number(event.target.value) })}><option value={0}>{tt('any')}</option>{[1, 2, 3, 4, 5].map((n) => <option key={n} value={n}>{number(n)}</option>)}</select></div>
        <div className="field watchshort"><label htmlFor={`${id}-within`}>{tt('within')}</label><input id={`${id}-within`} className="input" type="number" min={1} max={1440} required value={cir.within} onChange={(event) => set({ within: Number(event.target.value) })} /></div>
        <div className="field grow"><label htmlFor={`${id}-words`}>{tt('words')}</label><input id={`${id}-words`} className="input" dir="auto" maxLength={200} value={condition.text ?? ''} onChange={(event) => ask({ text: event.target.value })} /></div>
      </div>
      <div className="row wrap cirpicks">
        {facet !== null && (counts.data?.[facet]?.length ?? 0) > 0 && <Picks label={tt('category')} options={(counts.data?.[facet] ?? []).map((one) => [one.value, value(condition.kind, facet, one.value)])} chosen={chosen} onChange={(values) => ask({ where: values.length === 0 ? [] : [{ facet, values }] })} />}
        {areas.size > 0 && <Picks label={tt('areas')} options={[...areas]} chosen={condition.area ?? []} onChange={(area) => ask({ area })} />}
      </div>
      <div className="field"><label htmlFor={`${id}-wake`}>{tt('wake')} <span className="need">{tt('wake.hint')}</span></label><textarea id={`${id}-wake`} className="input" dir="auto" rows={4} required value={wake} onChange={(event) => setWake(event.target.value)} /></div>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row wrap"><button type="submit" className="btn primary" disabled={underWay}>{tt('save')}</button><button type="button" className="btn" onClick={onEnd}>{tt('cancel')}</button></div>
      <Try condition={clean().condition} />
    </form>
  )
}

function Picks({ label, options, chosen, onChange }: { label: string; options: readonly (readonly [string, string])[]; chosen: readonly string[]; onChange(values: string[]): void }) {
  return (
    <fieldset className="cirpick">
      <legend>{label}{chosen.length > 0 && <span className="tag">{chosen.length}</span>}</legend>
      <div tabIndex={0} role="group" aria-label={label}>{options.map(([one, words]) => <label key={one} className="row small"><input type="checkbox" checked={chosen.includes(one)} onChange={(event) => onChange(event.target.checked ? [...chosen, one] : chosen.filter((other) => other !== one))} /><bdi>{words}</bdi></label>)}</div>
    </fieldset>
  )
}

/** What it would have done in the past, before anybody is woken by it. */
function Try({ condition }: { condition: CirCondition }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const [days, setDays] = useState<number>(30)
  const [tried, setTried] = useState<Tried | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const go = async () => {
    setProblem(null)
    setTried(null)
    try {
      setTried(await api<Tried>('/api/cirs/try', { method: 'POST', body: { condition, days } }))
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <div className="cirtry">
      <div className="row wrap">
        <select className="select watchshort" aria-label={tt('try')} value={days} onChange={(event) => setDays(Number(event.target.value))}>{DAYS.map((n) => <option key={n} value={n}>{tt('try.days', { n: number(n) })}</option>)}</select>
        <button type="button" className="btn small" onClick={() => void go()}>{tt('try')}</button>
        <span role="status">{tried && <strong>{tried.fired === 0 ? tt('try.never') : tt('try.fired', { n: number(tried.fired) })}</strong>}</span>
      </div>
      {problem !== null && <ProblemNotice error={problem} />}
      {tried && <p className="quiet small">{tt('try.note')} {tried.more && tt('try.more')}</p>}
      {tried && tried.items.length > 0 && <ul className="plainlist">{tried.items.map((one) => <li key={one.id}><Link to={`/records/${one.ref}`}><span className="mono ltr small">{one.ref}</span> <bdi>{one.title}</bdi></Link> <span className="quiet small">{fullTime(Date.parse(one.at), mission.zone, locale)}</span></li>)}</ul>}
      {tried && tried.fired > tried.items.length && <p className="quiet small">{tt('shown', { n: number(tried.items.length), all: number(tried.fired) })}</p>}
    </div>
  )
}

function useAreaNames(): ReadonlyMap<string, string> {
  const found = useQuery({ queryKey: ['areas', 'names'], queryFn: ({ signal }) => api<{ items: AreaItem[] }>('/api/areas', { signal }).then((answer) => answer.items), staleTime: 300_000 })
  return new Map((found.data ?? []).map((area) => [area.id, area.name]))
}

/** Words with those of coded values, as their domains know them. */
function useValue() {
  const words = useWords()
  return { ...words, value: (kind: string, field: string, code: string) => valueWords(kind, field, code, words.locale) ?? code }
}
