import { Plus, X } from 'lucide-react'
import { useId, useState } from 'react'
import { Card, Link, ProblemNotice, saveAction, useRecord, useRecords, useTexts, useWords } from '../../../web/face.ts'
import type { RecordView, Row } from '../../../web/face.ts'
import type { Incident, Link as IncidentLink } from '../shared/model.ts'
import { LINK_TYPES } from '../shared/vocabulary.ts'
import { word } from './words.ts'

const ROWS = {
  add: ['Link another record', 'Lier une autre fiche', 'ربط سجل آخر', 'Vincular otro registro'],
  how: ['How it is related', 'Nature du lien', 'نوع الصلة', 'Cómo se relaciona'],
  find: ['Reference or words', 'Référence ou mots', 'المرجع أو كلمات', 'Referencia o palabras'],
  note: ['Note', 'Note', 'ملاحظة', 'Nota'],
  nothing: ['Nothing found. Try the reference, a place or an actor.', 'Aucun résultat. Essayez la référence, un lieu ou un acteur.', 'لا نتائج. جرّب المرجع أو مكانا أو جهة.', 'Sin resultados. Pruebe la referencia, un lugar o un actor.'],
  showing: ['Showing {n} of {all}; type more to narrow down.', '{n} affichés sur {all} ; précisez.', 'يُعرض {n} من {all}؛ اكتب المزيد للتضييق.', 'Se muestran {n} de {all}; escriba más.'],
  remove: ['Remove the link to {name}', 'Supprimer le lien vers {name}', 'إزالة الصلة مع {name}', 'Quitar el vínculo con {name}'],
  why: ['Why is the link removed?', 'Pourquoi supprimer ce lien ?', 'لماذا تُزال الصلة؟', '¿Por qué se quita el vínculo?'],
  drop: ['Remove', 'Supprimer', 'إزالة', 'Quitar'],
  cancel: ['Cancel', 'Annuler', 'إلغاء', 'Cancelar'],
  back: ['Linked from', 'Lié depuis', 'مرتبط من', 'Vinculado desde'],
  none: ['No links yet. Link what this follows, caused or contradicts.', 'Aucun lien. Liez ce que ceci suit, cause ou contredit.', 'لا صلات بعد. اربط ما يتبعه هذا أو يسببه أو يناقضه.', 'Sin vínculos. Vincule lo que sigue, causa o contradice.'],
} as const satisfies Record<string, Row>

/** What it follows, was caused by, belongs to or contradicts; and what says so of it. Links are added by searching. */
export function LinksCard({ record }: { record: RecordView }) {
  const { label, locale, number } = useWords()
  const tt = useTexts(ROWS)
  const { links = [] } = record.data as unknown as Incident
  const back = useRecords({ kind: 'incident', where: { link: [record.id] }, workflow: ['draft', 'submitted', 'returned', 'approved'] }, 20).data?.pages[0]
  const [adding, setAdding] = useState(false)
  const may = record.can.includes('edit')
  const from = back?.items.filter((one) => one.id !== record.id) ?? []
  if (links.length === 0 && from.length === 0 && !may) {
    return null
  }
  return (
    <Card title={label('field.incident.links')} id="links" side={may && !adding ? <button type="button" className="btn plain icon small noprint" aria-label={tt('add')} title={tt('add')} onClick={() => setAdding(true)}><Plus size={15} /></button> : undefined}>
      {links.length === 0 && from.length === 0 && !adding && <p className="quiet small">{tt('none')}</p>}
      <ul className="plainlist">{links.map((l, i) => <Linked key={`${l.record}-${l.type}`} record={record} link={l} at={i} may={may} />)}</ul>
      {from.length > 0 && (
        <>
          <h4 className="small">{tt('back')} · {number(back?.total ?? from.length)}</h4>
          <ul className="plainlist">{from.map((one) => <li key={one.id}><Named record={one} /> <span className="quiet small">({word(`link.${(one.data as unknown as Incident).links?.find((l) => l.record === record.id)?.type ?? 'FOLLOWS'}`, locale)})</span></li>)}</ul>
          {(back?.total ?? 0) > from.length && <p className="small quiet">{tt('showing', { n: from.length, all: back?.total ?? 0 })}</p>}
        </>
      )}
      {adding && <AddLink record={record} links={links} onDone={() => setAdding(false)} />}
    </Card>
  )
}

function Named({ record }: { record: Pick<RecordView, 'id' | 'ref' | 'title'> }) {
  return <Link to={`/records/${encodeURIComponent(record.id)}`}><span className="mono ltr">{record.ref}</span> <span dir="auto">{record.title}</span></Link>
}

function Linked({ record, link, at, may }: { record: RecordView; link: IncidentLink; at: number; may: boolean }) {
  const { locale } = useWords()
  const tt = useTexts(ROWS)
  const found = useRecord(link.record).data
  const [reason, setReason] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const name = found?.ref ?? link.record
  const id = useId()
  const remove = () => {
    const links = ((record.data as unknown as Incident).links ?? []).filter((_, i) => i !== at)
    saveAction(record, 'edit', { fields: { links: links.length > 0 ? links : null } }, tt('remove', { name }), reason?.trim()).then(() => setReason(null), setError)
  }
  return (
    <li>
      <div className="row">
        <span className="grow"><span className="quiet small">{word(`link.${link.type}`, locale)}</span> {found ? <Named record={found} /> : <Link to={`/records/${encodeURIComponent(link.record)}`}><span className="mono ltr">{link.record}</span></Link>}</span>
        {may && reason === null && <button type="button" className="btn plain icon small noprint" aria-label={tt('remove', { name })} title={tt('remove', { name })} onClick={() => setReason('')}><X size={14} /></button>}
      </div>
      {link.note && <p className="small" dir="auto">{link.note}</p>}
      {reason !== null && (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc leaves the form from any of its fields
        <form className="linkadd" onSubmit={(e) => { e.preventDefault(); remove() }} onKeyDown={(e) => { if (e.key === 'Escape') { e.stopPropagation(); setReason(null) } }}>
          {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for it */}
          <div className="field"><label htmlFor={id}>{tt('why')}</label><input id={id} className="input" dir="auto" required autoFocus value={reason} onChange={(e) => setReason(e.target.value)} /></div>
          {error !== null && <ProblemNotice error={error} />}
          <div className="row"><button type="submit" className="btn small danger">{tt('drop')}</button><button type="button" className="btn small" onClick={() => setReason(null)}>{tt('cancel')}</button></div>
        </form>
      )}
    </li>
  )
}

function AddLink({ record, links, onDone }: { record: RecordView; links: readonly IncidentLink[]; onDone(): void }) {
  const { locale } = useWords()
  const tt = useTexts(ROWS)
  const id = useId()
  const [type, setType] = useState<IncidentLink['type']>('FOLLOWS')
  const [typed, setTyped] = useState('')
  const [note, setNote] = useState('')
  const [error, setError] = useState<unknown>(null)
  const words = typed.trim()
  const isRef = /^[A-Za-z]{2,5}-\d{4}-\d+$/.test(words)
  const byRef = useRecord(isRef ? words.toUpperCase() : null).data
  const page = useRecords(!isRef && words.length >= 2 ? { kind: 'incident', text: words } : null, 8).data?.pages[0]
  const known = new Set([record.id, ...links.map((l) => l.record)])
  const hits = (isRef ? (byRef ? [byRef] : []) : (page?.items ?? [])).filter((one) => !known.has(one.id))
  const add = (to: RecordView) => {
    setError(null)
    const link = { type, record: to.id, ...(note.trim() ? { note: note.trim() } : {}) }
    saveAction(record, 'edit', { fields: { links: [...links, link] } }, `${record.ref} → ${to.ref}`).then(onDone, setError)
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc leaves the form from any of its fields
    <form className="linkadd noprint" onSubmit={(e) => { e.preventDefault(); if (hits[0]) { add(hits[0]) } }} onKeyDown={(e) => { if (e.key === 'Escape') { e.stopPropagation(); onDone() } }}>
      <div className="field"><label htmlFor={`${id}-t`}>{tt('how')}</label><select id={`${id}-t`} className="select" value={type} onChange={(e) => setType(e.target.value as IncidentLink['type'])}>{LINK_TYPES.map((one) => <option key={one} value={one}>{word(`link.${one}`, locale)}</option>)}</select></div>
      {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for it */}
      <div className="field"><label htmlFor={`${id}-q`}>{tt('find')}</label><input id={`${id}-q`} className="input" dir="auto" autoFocus autoComplete="off" value={typed} onChange={(e) => setTyped(e.target.value)} /></div>
      <div className="field"><label htmlFor={`${id}-n`}>{tt('note')}</label><input id={`${id}-n`} className="input" dir="auto" maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} /></div>
      {hits.length > 0 && <div className="hits">{hits.map((one) => <button key={one.id} type="button" className="item" onClick={() => add(one)}><span className="mono ltr nowrap">{one.ref}</span><span className="cut" dir="auto">{one.title}</span></button>)}</div>}
      {page && page.total > page.items.length && <p className="small quiet">{tt('showing', { n: page.items.length, all: page.total })}</p>}
      {words.length >= 2 && hits.length === 0 && (isRef || page) && <p className="small quiet">{tt('nothing')}</p>}
      {error !== null && <ProblemNotice error={error} />}
      <button type="button" className="btn small self-start" onClick={onDone}>{tt('cancel')}</button>
    </form>
  )
}
