import { useState, type FormEvent } from 'react'
import { LOCALES, type Locale } from '../../../core/i18n.ts'
import { PRODUCT_TYPES, URGENT_TYPES, type ProductType } from '../../../core/product.ts'
import { DayInput, Empty, fullTime, Link, Marking, navigate, ProblemNotice, useKinds, useLocation, useRecords, useSession, useShowing, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { InputsCard } from './InputsCard.tsx'
import { productOf, tell, useCatalogue, type ProductView } from './model.ts'
import { ROWS } from './products.texts.ts'
import './products.css'

const MOST = 100

/** Every product one may see, newest first, and the place where one begins. */
export function ProductsPage() {
  const tt = useTexts(ROWS)
  const { label, number } = useWords()
  const search = new URLSearchParams(useLocation().search)
  const type = search.get('type') ?? ''
  const { me } = useSession()
  const unread = search.has('unread')
  const may = useKinds().data?.some((kind) => kind.name === 'product' && kind.canCreate)
  const found = useRecords({ kind: 'product', sort: { by: 'logged', dir: 'desc' }, where: { ...(type ? { 'product-type': [type] } : {}), ...(unread ? { unread: [me.user] } : {}) } }, MOST)
  const page = found.data?.pages[0]
  const catalogue = useCatalogue().data
  useShowing('products', page?.items ?? [])
  return (
    <div className="page productspage stack">
      <header className="row wrap">
        <div className="grow"><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></div>
        <label className="row small noprint">{tt('type')}
          <select className="select" value={type} onChange={(event) => show(event.target.value, unread)}>
            <option value="">{tt('any')}</option>
            {PRODUCT_TYPES.map((one) => <option key={one} value={one}>{label(`type.${one}`)}</option>)}
          </select>
        </label>
        <label className="row small noprint"><input type="checkbox" checked={unread} onChange={(event) => show(type, event.target.checked)} />{tt('only.unread')}</label>
      </header>
      {may && <Begin />}
      {type === '' && !unread && catalogue && <InputsCard day={catalogue.day} cutOff={catalogue.cutOff} />}
      {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <div className="skeleton" />}
      {page?.total === 0 && <Empty title={tt(unread ? 'none.unread' : type ? 'none.filter' : may ? 'none' : 'none.read')} />}
      <ul className="plainlist productlist">{page?.items.map((record) => <Line key={record.id} product={productOf(record)} record={record} />)}</ul>
      {page && page.total > page.items.length && <p className="quiet small">{tt('shown', { n: number(page.items.length), all: number(page.total) })}</p>}
    </div>
  )
}

/** The list of a type, or of what waits for me, at an address of its own. */
function show(type: string, unread: boolean): void {
  const search = new URLSearchParams({ ...(type === '' ? {} : { type }), ...(unread ? { unread: '1' } : {}) }).toString()
  navigate(search === '' ? '/products' : `/products?${search}`)
}

function Begin() {
  const tt = useTexts(ROWS)
  const { label, locale } = useWords()
  const catalogue = useCatalogue()
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [type, setType] = useState<ProductType>('DSR')
  const [day, setDay] = useState('')
  const [language, setLanguage] = useState<Locale>(locale)
  // Until the node has said which day it is for, the field is empty and a press would be lost on it.
  const coming = day === '' && catalogue.isPending
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      const made = await tell<RecordView>('/api/products', { type, language, day: day || catalogue.data?.day })
      navigate(`/products/${made.ref}`)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="card productbegin noprint" onSubmit={(event) => void send(event)} aria-label={tt('begin.title')}>
      <div className="field"><label htmlFor="pb-type">{tt('begin.title')}</label><select id="pb-type" className="select" value={type} onChange={(event) => setType(event.target.value as ProductType)}>{PRODUCT_TYPES.filter((one) => !URGENT_TYPES.includes(one)).map((one) => <option key={one} value={one}>{label(`type.${one}`)}</option>)}</select></div>
      <div className="field"><label htmlFor="pb-day">{tt('day')}</label><DayInput id="pb-day" required value={day || (catalogue.data?.day ?? '')} onChange={setDay} /></div>
      <div className="field"><label htmlFor="pb-language">{tt('language')}</label><LanguageSelect id="pb-language" value={language} choose={setLanguage} /></div>
      <button type="submit" className="btn primary" disabled={busy || coming}>{tt('begin')}</button>
      <p className="quiet small">{tt('urgent.hint')}</p>
      {problem !== null && <ProblemNotice error={problem} />}
    </form>
  )
}

const NAMES: Readonly<Record<Locale, string>> = { en: 'English', fr: 'Français', es: 'Español', ar: 'العربية' }

export function LanguageSelect({ id, value, choose, disabled = false }: { id: string; value: Locale; choose(locale: Locale): void; disabled?: boolean }) {
  return <select id={id} className="select" value={value} disabled={disabled} onChange={(event) => choose(event.target.value as Locale)}>{LOCALES.map((one) => <option key={one} value={one} lang={one}>{NAMES[one]}</option>)}</select>
}

function Line({ product, record }: { product: ProductView; record: RecordView }) {
  const { label, locale } = useWords()
  const { mission } = useSession()
  const { data } = product
  return (
    <li className="card productline">
      <div className="grow">
        <Link to={`/products/${encodeURIComponent(record.ref)}`}><strong dir="auto">{data.title}</strong></Link>
        <p className="quiet small"><span className="mono ltr">{record.ref}</span> · {label(`type.${data.type}`)} · {fullTime(Date.parse(data.released?.at ?? data.madeAt), mission.zone, locale)}</p>
      </div>
      <States product={product} />
      <Marking handling={record.handling} />
    </li>
  )
}

/** How it stands, in words: workflow, stale or replaced, a version, read or not. */
export function States({ product }: { product: ProductView }) {
  const tt = useTexts(ROWS)
  const { me } = useSession()
  const { data, workflow } = product
  const mine = data.released && data.distribution.some((one) => one.user === me.user) && !data.receipts?.some((one) => one.user === me.user)
  return (
    <span className="row wrap productstates">
      <span className={`tag ${workflow === 'approved' ? 'ok' : workflow === 'submitted' ? 'accent' : ''}`}>{tt(`state.${workflow}`)}</span>
      {data.stale && <span className="tag warning">{tt('stale')}</span>}
      {data.supersededBy && <span className="tag">{tt('replaced')}</span>}
      {data.tearOf && <span className="tag">{tt('version')}</span>}
      {mine && <span className="tag accent">{tt('unread')}</span>}
      {data.exercise && <span className="tag warning">{tt('exercise')}</span>}
    </span>
  )
}
