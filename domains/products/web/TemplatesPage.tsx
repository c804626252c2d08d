import { useQuery } from '@tanstack/react-query'
import { Download, Undo2, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { PRODUCT_TYPES, type ProductType } from '../../../core/product.ts'
import { api, ApiProblem, Card, fullTime, ProblemNotice, queryClient, useRefusals, useSession, useTexts, useWords } from '../../../web/face.ts'
import { useCatalogue } from './model.ts'
import { ROWS } from './templates.texts.ts'
import './templates.css'

type Template = { type: ProductType | null; name: string; at: string; by: string; bytes: number; places: string[] }
type State = { items: Template[]; places: string[] }
const KEY = ['products', 'templates']
const GENERAL = ['marking', 'watermark', 'mission', 'title', 'facts', 'body', 'footer'] as const
const SECTION = 'section.'

const addressOf = (type: ProductType | null, more = ''): string => `/api/products/template?${new URLSearchParams({ ...(type === null ? {} : { type }), ...(more === '' ? {} : { [more]: 'true' }) }).toString()}`

/** The administration of Word templates: which are in force, how one is given or taken out of use, and what they may hold. */
export function TemplatesPage() {
  const tt = useTexts(ROWS)
  const { label, locale } = useWords()
  const catalogue = useCatalogue()
  const found = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api<State>('/api/products/templates', { signal }) })
  const titleOf = (id: string): string => catalogue.data?.types.flatMap((one) => one.sections).find((one) => one.id === id)?.titles[locale] ?? id
  const sections = (found.data?.places ?? []).filter((one) => one.startsWith(SECTION)).map((one) => one.slice(SECTION.length))
  return (
    <div className="page stack templatespage">
      <header><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></header>
      {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      <Card title={tt('in.force')} id="templates-in-force">
        <div className="stack tight">
          {found.isPending && <div className="skeleton" />}
          {found.data?.items.length === 0 && <p className="quiet">{tt('none')}</p>}
          <ul className="plainlist templatelist">{found.data?.items.map((one) => <Standing key={one.type ?? 'all'} template={one} label={one.type === null ? tt('all') : label(`type.${one.type}`)} />)}</ul>
          <Give />
        </div>
      </Card>
      <Card title={tt('places')} id="templates-places">
        <div className="stack tight">
          <p className="quiet">{tt('places.lead')}</p>
          <dl className="templateplaces">{GENERAL.map((one) => <div key={one}><dt className="mono ltr">{`{{${one}}}`}</dt><dd>{tt(`place.${one}`)}</dd></div>)}</dl>
          <details><summary>{tt('sections')}</summary><dl className="templateplaces">{sections.map((one) => <div key={one}><dt className="mono ltr">{`{{${SECTION}${one}}}`}</dt><dd>{titleOf(one)}</dd></div>)}</dl></details>
        </div>
      </Card>
    </div>
  )
}

function Standing({ template, label }: { template: Template; label: string }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const [sure, setSure] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const drop = async () => {
    setProblem(null)
    try {
      await api(addressOf(template.type), { method: 'DELETE' })
      await queryClient.invalidateQueries({ queryKey: ['products'] })
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <li>
      <div className="grow"><strong>{label}</strong><p className="quiet small" dir="auto">{template.at === '' ? tt('given.before', { name: template.name }) : tt('given', { name: template.name, at: fullTime(Date.parse(template.at), mission.zone, locale), by: template.by })}</p></div>
      <a className="btn small" href={addressOf(template.type)} download aria-label={`${tt('save')}: ${label}`}><Download size={14} aria-hidden="true" />{tt('save')}</a>
      {sure
        ? <><button type="button" className="btn small danger" onClick={() => void drop()}>{tt('back.sure')}</button><button type="button" className="btn small plain" onClick={() => setSure(false)}>{tt('cancel')}</button></>
        : <button type="button" className="btn small" aria-label={`${tt('back')}: ${label}`} onClick={() => setSure(true)}><Undo2 size={14} aria-hidden="true" />{tt('back')}</button>}
      {problem !== null && <ProblemNotice error={problem} />}
    </li>
  )
}

function Give() {
  const tt = useTexts(ROWS)
  const { label } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [type, setType] = useState<ProductType | ''>('')
  const [busy, setBusy] = useState(false)
  const [kept, setKept] = useState<Template | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const send = async (file: File) => {
    setBusy(true)
    setKept(null)
    setProblem(null)
    const form = new FormData()
    form.append('file', file, file.name)
    try {
      setKept(await api<Template>(addressOf(type === '' ? null : type), { method: 'POST', form }))
      await queryClient.invalidateQueries({ queryKey: ['products'] })
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const say = useRefusals(problem !== null)
  const reasons = problem instanceof ApiProblem ? (problem.fields ?? []).filter((one) => one.path === '/file') : []
  return (
    <>
      <div className="row wrap">
        <label className="row small">{tt('for')}
          <select className="select" value={type} onChange={(event) => setType(event.target.value as ProductType | '')}>
            <option value="">{tt('all')}</option>
            {PRODUCT_TYPES.map((one) => <option key={one} value={one}>{label(`type.${one}`)}</option>)}
          </select>
        </label>
        <input ref={input} type="file" accept=".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document" className="sr" tabIndex={-1} aria-label={tt('give')} onChange={(event) => { const [file] = event.target.files ?? []; event.target.value = ''; if (file) { void send(file) } }} />
        <button type="button" className="btn primary" disabled={busy} onClick={() => input.current?.click()}><Upload size={15} aria-hidden="true" />{tt(busy ? 'busy' : 'give')}</button>
        <a className="btn" href={addressOf(null, 'shipped')} download><Download size={15} aria-hidden="true" />{tt('begin')}</a>
      </div>
      <div role="status">{kept && <p className="notice">{tt('kept', { places: kept.places.map((one) => `{{${one}}}`).join(' ') })}</p>}</div>
      {reasons.length > 0
        ? <div className="notice warning" role="alert"><strong>{tt('refused')}</strong><ul>{reasons.map((one) => { const said = say(one.problem); return <li key={one.problem} lang={said.lang} dir={said.dir}>{said.text}</li> })}</ul></div>
        : problem !== null && <ProblemNotice error={problem} />}
    </>
  )
}
