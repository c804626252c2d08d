import { Download, GitCompareArrows, Presentation, Printer, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import type { Locale } from '../../../core/i18n.ts'
import { directionOf } from '../../../core/i18n.ts'
import type { Section } from '../../../core/product.ts'
import { WORKFLOWS } from '../../../core/record.ts'
import { fullTime, Link, Marking, navigate, ProblemNotice, saveAction, useLive, useRecord, useSession, useShowing, useTexts, useWords, queryClient, type RecordView } from '../../../web/face.ts'
import { Blocks } from './Blocks.tsx'
import { Compare, labelOf } from './Compare.tsx'
import { Distribution } from './Distribution.tsx'
import { FactPanel } from './FactPanel.tsx'
import { productOf, tell, useCatalogue, wantedOf, type ProductView } from './model.ts'
import { LanguageSelect, States } from './ProductsPage.tsx'
import { ROWS } from './products.texts.ts'
import { ReleaseCard } from './ReleaseCard.tsx'
import { SectionText, SectionTools } from './SectionEditor.tsx'
import './products.css'

/** Letters the plain text of seven bits does not have. */
const ARABIC = /[\u0620-\u06ff]/
const FORMATS = ['docx', 'pdf', 'txt', 'json'] as const

/** The studio: a product as it reads, what may be done to it, and who has read it. */
export function ProductPage({ params }: { params: Record<string, string> }) {
  const tt = useTexts(ROWS)
  const found = useRecord(params['ref'] ?? null)
  const record = found.data
  if (found.error && !record) {
    return <div className="page"><ProblemNotice error={found.error} retry={() => void found.refetch()} /></div>
  }
  if (!record) {
    return <div className="page"><div className="skeleton" aria-label={tt('title')} /></div>
  }
  return <Studio key={record.id} product={productOf(record)} />
}

function Studio({ product }: { product: ProductView }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission, me } = useSession()
  const { data, can } = product
  const [fact, setFact] = useState<{ section: string; fact: string } | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [releasing, setReleasing] = useState(false)
  const [comparing, setComparing] = useState(false)
  const [why, setWhy] = useState<string | null>(null)
  const [changed, setChanged] = useState<{ madeAt: string; sections: readonly Section[] } | null>(null)
  useShowing('product', [product])
  // Stale, read, replaced: what others do is seen at once.
  useLive({ kind: 'product', ids: [product.id], workflow: [...WORKFLOWS], limit: 0 }, () => void queryClient.invalidateQueries({ queryKey: ['record'] }))
  // Made anew, by this screen or another: what was being changed is in it or was refused in words.
  const draft = changed?.madeAt === data.madeAt ? changed.sections : null
  const setDraft = (next: readonly Section[] | null) => setChanged(next && { madeAt: data.madeAt, sections: next })
  const sections = draft ?? data.sections
  const edits = can.includes('compose')
  const at = (iso: string) => fullTime(Date.parse(iso), mission.zone, locale)
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true)
    setProblem(null)
    try {
      await work()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const path = `/api/products/${product.id}`
  const compose = (body: object = {}) => run(() => tell(`${path}/compose`, body))
  const act = (type: string, reason?: string) => run(async () => {
    await saveAction(product as unknown as RecordView, type, {}, `${product.ref} · ${tt(type === 'submit' ? 'submit' : 'return')}`, reason)
    await queryClient.invalidateQueries({ queryKey: ['record'] })
  })
  const change = (id: string, more: Partial<Section>) => setDraft(sections.map((one) => (one.id === id ? { ...one, ...more } : one)))
  const mine = data.released && data.distribution.some((one) => one.user === me.user) && !data.receipts?.some((one) => one.user === me.user)
  const correctable = data.released && !data.supersededBy && !data.tearOf && me.grants.some((grant) => ['JOC-DO', 'JOC-IM', 'JOC-CH', 'JMAC-A', 'COS'].includes(grant.role))
  return (
    <div className="page productpage">
      <header className="stack">
        <div className="row wrap"><h1 className="grow" dir="auto">{data.title}</h1><Marking handling={product.handling} /></div>
        <p className="row wrap small"><Link to={`/records/${product.ref}`} className="mono ltr">{product.ref}</Link><States product={product} /></p>
        <p className="quiet small">{tt('made', { at: at(data.madeAt) })}{data.released && <> · {tt('released.by', { at: at(data.released.at), name: data.released.name })}</>}{data.nextUpdate && <> · {tt('next', { at: at(data.nextUpdate) })}</>}</p>
        {data.supersededBy && <p className="notice" role="status">{tt('replaced.by')} <Link to={`/products/${data.supersededBy}`}>{tt('open.it')}</Link></p>}
        {data.stale && (
          <div className="notice warning productstale" role="status">
            <strong>{tt('stale.title', { n: number(data.stale.total) })}</strong>
            <ul>{data.stale.changes.slice(0, 6).map((one) => <li key={`${one.section}/${one.fact}`}><button type="button" className="boundfact" onClick={() => setFact(one)}><bdi>{labelOf(data.sections, one.section, one.fact)}</bdi></button>: <del>{one.was || '—'}</del> <ins>{one.now || '—'}</ins></li>)}</ul>
          </div>
        )}
        <div className="row wrap producttools noprint">
          {mine && <button type="button" className="btn primary" disabled={busy} onClick={() => void run(() => tell(`${path}/receipt`))}>{tt('read.it')}</button>}
          {draft !== null && <><button type="button" className="btn primary" disabled={busy} onClick={() => void compose({ sections: sections.map(wantedOf) })}>{tt('save')}</button><button type="button" className="btn" onClick={() => setDraft(null)}>{tt('cancel')}</button></>}
          {edits && draft === null && <button type="button" className="btn" disabled={busy} onClick={() => void compose()}><RefreshCw size={15} aria-hidden="true" />{tt('refresh')}</button>}
          {can.includes('submit') && draft === null && <button type="button" className="btn primary" disabled={busy} onClick={() => void act('submit')}>{tt('submit')}</button>}
          {can.includes('release') && draft === null && !releasing && <button type="button" className="btn primary" onClick={() => setReleasing(true)}>{tt('release')}</button>}
          {product.workflow === 'submitted' && product.createdBy === me.user && !can.includes('release') && <span className="quiet small">{tt('yours')}</span>}
          {can.includes('return') && product.workflow === 'submitted' && why === null && <button type="button" className="btn" onClick={() => setWhy('')}>{tt('return')}</button>}
          {correctable && <button type="button" className={data.stale ? 'btn primary' : 'btn'} disabled={busy} onClick={() => void run(async () => { const made = await tell<RecordView>(`${path}/correct`); navigate(`/products/${made.ref}`) })}>{tt('correct')}</button>}
          <button type="button" className="btn" aria-pressed={comparing} onClick={() => setComparing(!comparing)}><GitCompareArrows size={15} aria-hidden="true" />{tt('compare')}</button>
          {draft === null && <Link className="btn" to={`/products/${encodeURIComponent(product.ref)}/brief`}><Presentation size={15} aria-hidden="true" />{tt('brief')}</Link>}
          <button type="button" className="btn" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button>
          <span className="row small" role="group" aria-label={tt('export')}><Download size={15} aria-hidden="true" />{FORMATS.map((format) => <a key={format} className="btn small" href={`${path}/export?format=${format}`} download aria-label={`${tt('export')} ${format}`}>{format}</a>)}</span>
          {ARABIC.test(JSON.stringify(data.sections)) && <span className="quiet small">{tt('txt.latin')}</span>}
          {edits && <span className="row small"><label htmlFor="p-language">{tt('language')}</label><LanguageSelect id="p-language" value={data.language} disabled={busy || draft !== null} choose={(language: Locale) => void compose({ language })} /></span>}
        </div>
        {why !== null && (
          <form className="row wrap noprint" onSubmit={(event) => { event.preventDefault(); void act('return', why).then(() => setWhy(null)) }}>
            <input className="input narrow" aria-label={tt('return.why')} placeholder={tt('return.why')} value={why} onChange={(event) => setWhy(event.target.value)} required /><button type="submit" className="btn" disabled={busy}>{tt('return')}</button><button type="button" className="btn plain" onClick={() => setWhy(null)}>{tt('cancel')}</button>
          </form>
        )}
        {problem !== null && <ProblemNotice error={problem} />}
      </header>
      {releasing && can.includes('release') && <ReleaseCard product={product} busy={busy} release={() => void run(async () => { await tell(`${path}/release?basedOn=${product.version}`); setReleasing(false) })} cancel={() => setReleasing(false)} />}
      {comparing && <Compare product={product} />}
      <div className="productcolumns">
        <article className="productpaper" dir={directionOf(data.language)} lang={data.language}>
          {data.exercise && <p className="productexercise">{tt('exercise')}</p>}
          {sections.map((section, i) => (
            <section key={section.id} className="productsection" data-mode={section.mode} aria-labelledby={`s-${section.id}`}>
              <div className="row wrap"><h2 className="grow" id={`s-${section.id}`}>{i + 1}. {section.title}</h2>{section.handling.level !== product.handling.level && <Marking handling={section.handling} />}
                {edits && <SectionTools section={section} first={i === 0} change={(more) => change(section.id, more)} up={() => setDraft(sections.toSpliced(i - 1, 2, section, sections[i - 1] as Section))} drop={() => setDraft(sections.filter((one) => one.id !== section.id))} />}
              </div>
              {edits && section.mode === 'text' && <SectionText section={section} all={data.sections} language={data.language} change={(more) => change(section.id, more)} />}
              <Blocks product={product} section={section} open={(from, id) => setFact({ section: from, fact: id })} />
            </section>
          ))}
          {edits && <Missing product={product} sections={sections} bring={(section) => setDraft([...sections, section])} />}
        </article>
        <div className="productside stack">
          {fact && <FactPanel product={product.id} section={fact.section} fact={fact.fact} close={() => setFact(null)} />}
          <Distribution product={product} />
        </div>
      </div>
    </div>
  )
}

/** Sections of its type that were left out, or had nothing to say. */
function Missing({ product, sections, bring }: { product: ProductView; sections: readonly Section[]; bring(section: Section): void }) {
  const tt = useTexts(ROWS)
  const catalogue = useCatalogue()
  const { data } = product
  const out = (catalogue.data?.types.find((one) => one.type === data.type)?.sections ?? []).filter((one) => !sections.some((section) => section.id === one.id))
  return out.length === 0 ? null : (
    <p className="row wrap small noprint">
      {out.map((one) => {
        const title = one.titles[data.language] ?? one.id
        return <button key={one.id} type="button" className="btn small" onClick={() => bring({ id: one.id, title, mode: one.written ? 'text' : 'live', ...(one.written ? { text: '' } : { source: one.id }), blocks: [], facts: [], handling: { level: 'U', compartments: [], owner: product.handling.owner, releasableTo: ['*'], caveats: [] }, asOf: data.madeAt })}>{tt('bring')}: {title}</button>
      })}
    </p>
  )
}
