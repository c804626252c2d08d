import { X } from 'lucide-react'
import { useState } from 'react'
import type { JsonObject } from '../../../core/json.ts'
import type { Recipient } from '../../../core/product.ts'
import { fullTime, ProblemNotice, queryClient, saveAction, useKinds, useRecords, useSession, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import type { Notice } from '../../watch/contract.ts'
import { useCatalogue, type Person, type ProductView } from './model.ts'
import { ROWS } from './products.texts.ts'

/** Who is sent it, who must read it, and who has. */
export function Distribution({ product }: { product: ProductView }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const catalogue = useCatalogue()
  const [problem, setProblem] = useState<unknown>(null)
  const [chosen, setChosen] = useState('')
  const [saving, setSaving] = useState(false)
  const { data, can } = product
  const may = can.includes('edit')
  const people = (catalogue.data?.people ?? []).filter((one) => !data.distribution.some((other) => other.user === one.user))
  const save = async (distribution: Recipient[]) => {
    setProblem(null)
    // Two changes of one list at once would contest each other.
    setSaving(true)
    try {
      await saveAction(product as unknown as RecordView, 'edit', { fields: { distribution } } as unknown as JsonObject, `${product.ref} · ${tt('distribution')}`)
      await queryClient.invalidateQueries({ queryKey: ['record'] })
    } catch (error) {
      setProblem(error)
    } finally {
      setSaving(false)
    }
  }
  const nameOf = (user: string | undefined) => data.distribution.find((one) => one.user === user)?.name ?? ''
  const receiptOf = (user: string) => data.receipts?.find((one) => one.user === user)
  return (
    <section className="card" aria-labelledby="p-distribution">
      <header><h2 id="p-distribution" className="grow">{tt('distribution')}</h2></header>
      <div className="body stack">
        {data.distribution.length === 0 && <p className="quiet small">{tt('distribution.none')}</p>}
        <ul className="plainlist recipients">
          {data.distribution.map((one) => {
            const receipt = receiptOf(one.user)
            return (
              <li key={one.user}>
                <div className="grow"><bdi>{one.name}</bdi>
                  {one.insteadOf !== undefined && <p className="quiet small">{tt('stead', { name: nameOf(one.insteadOf) })}</p>}
                  {!may && one.insteadOf === undefined && (one.then ?? []).map((next) => <p key={next.user} className="quiet small">{tt('then.name', { name: next.name })}</p>)}
                  {data.released && one.gets && one.gets !== 'this' ? <p className="quiet small">{tt(`gets.${one.gets}`)}</p> : data.released && <p className="small">{receipt ? tt('read.at', { at: fullTime(Date.parse(receipt.at), mission.zone, locale) }) : <span className={one.mandatory ? 'waiting' : 'quiet'}>{tt('not.read')}</span>}</p>}
                </div>
                {may ? <label className="row small"><input type="checkbox" checked={one.mandatory} disabled={saving} onChange={(event) => void save(data.distribution.map((other) => (other.user === one.user ? { ...other, mandatory: event.target.checked } : other)))} />{tt('mandatory')}</label> : one.mandatory && <span className="tag">{tt('mandatory')}</span>}
                {may && one.mandatory && <Ladder recipient={one} busy={saving} people={catalogue.data?.people ?? []} change={(then) => void save(data.distribution.map(({ then: before, ...other }) => (other.user === one.user ? { ...other, ...(then.length > 0 ? { then } : {}) } : { ...other, ...(before ? { then: before } : {}) })))} />}
                {may && <button type="button" className="btn plain icon small" aria-label={tt('remove', { name: one.name })} onClick={() => void save(data.distribution.filter((other) => other.user !== one.user))}><X size={14} aria-hidden="true" /></button>}
              </li>
            )
          })}
        </ul>
        {may && (
          <div className="row noprint">
            <select className="select" aria-label={tt('add.person')} value={chosen} onChange={(event) => setChosen(event.target.value)}>
              <option value="">{tt('add.person')}</option>
              {people.map((one) => <option key={one.user} value={one.user}>{one.name} · {one.roles.join(', ')}</option>)}
            </select>
            <button type="button" className="btn" disabled={chosen === '' || saving} onClick={() => { const person = people.find((one) => one.user === chosen); if (person) { setChosen(''); void save([...data.distribution, { user: person.user, name: person.name, mandatory: true }]) } }}>{tt('add')}</button>
          </div>
        )}
        {data.released && <Sent product={product} />}
        {problem !== null && <ProblemNotice error={problem} />}
      </div>
    </section>
  )
}

/** Who is sent it while a mandatory reader has not read it: one after the other, ten minutes each. */
function Ladder({ recipient, busy, people, change }: { recipient: Recipient; busy: boolean; people: readonly Person[]; change(then: { user: string; name: string }[]): void }) {
  const tt = useTexts(ROWS)
  const then = recipient.then ?? []
  const others = people.filter((one) => one.user !== recipient.user)
  return (
    <>
      {[...then, null].slice(0, 2).map((next, i) => (
        <select key={next?.user ?? 'next'} className="select small" disabled={busy} aria-label={tt('then', { name: recipient.name })} value={next?.user ?? ''} onChange={(event) => {
          const person = others.find((one) => one.user === event.target.value)
          change(then.toSpliced(i, next ? 1 : 0, ...(person ? [{ user: person.user, name: person.name }] : [])))
        }}>
          <option value="">{tt('then.none')}</option>
          {others.filter((one) => one.user === next?.user || !then.some((other) => other.user === one.user)).map((one) => <option key={one.user} value={one.user}>{tt('then.name', { name: one.name })}</option>)}
        </select>
      ))}
    </>
  )
}

const MOST_SENT = 100

/** Letters and messages that went out with it, and what became of each; for those who may read receipts. */
function Sent({ product }: { product: ProductView }) {
  const may = useKinds().data?.some((kind) => kind.name === 'notice')
  return may ? <SentList product={product} /> : null
}

function SentList({ product }: { product: ProductView }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const page = useRecords({ kind: 'notice', where: { alert: [product.id] }, sort: { by: 'updated', dir: 'desc' } }, MOST_SENT).data?.pages[0]
  if (!page || page.total === 0) {
    return null
  }
  return (
    <div>
      <h3 className="small">{tt('sent.by')}</h3>
      <ul className="plainlist recipients">
        {page.items.map((one) => {
          const notice = one.data as unknown as Notice
          return <li key={one.id}><bdi className="grow">{notice.recipient.name}</bdi><span className="quiet small">{tt(`by.${notice.channel}`)}</span><span className={`tag ${notice.state === 'failed' ? 'critical' : notice.state === 'read' || notice.state === 'delivered' ? 'ok' : ''}`}>{tt(`sent.${notice.state}`)}</span></li>
        })}
      </ul>
      {page.total > page.items.length && <p className="quiet small">{tt('shown', { n: number(page.items.length), all: number(page.total) })}</p>}
    </div>
  )
}
