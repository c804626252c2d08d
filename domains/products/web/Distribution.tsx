import { X } from 'lucide-react'
import { useState } from 'react'
import type { JsonObject } from '../../../core/json.ts'
import type { Recipient } from '../../../core/product.ts'
import { fullTime, ProblemNotice, queryClient, saveAction, useSession, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { useCatalogue, type ProductView } from './model.ts'
import { ROWS } from './products.texts.ts'

/** Who is sent it, who must read it, and who has. */
export function Distribution({ product }: { product: ProductView }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const catalogue = useCatalogue()
  const [problem, setProblem] = useState<unknown>(null)
  const [chosen, setChosen] = useState('')
  const { data, can } = product
  const may = can.includes('edit')
  const people = (catalogue.data?.people ?? []).filter((one) => !data.distribution.some((other) => other.user === one.user))
  const save = async (distribution: Recipient[]) => {
    setProblem(null)
    try {
      await saveAction(product as unknown as RecordView, 'edit', { fields: { distribution } } as unknown as JsonObject, `${product.ref} · ${tt('distribution')}`)
      await queryClient.invalidateQueries({ queryKey: ['record'] })
    } catch (error) {
      setProblem(error)
    }
  }
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
                  {data.released && one.gets && one.gets !== 'this' ? <p className="quiet small">{tt(`gets.${one.gets}`)}</p> : data.released && <p className="small">{receipt ? tt('read.at', { at: fullTime(Date.parse(receipt.at), mission.zone, locale) }) : <span className={one.mandatory ? 'waiting' : 'quiet'}>{tt('not.read')}</span>}</p>}
                </div>
                {may ? <label className="row small"><input type="checkbox" checked={one.mandatory} onChange={(event) => void save(data.distribution.map((other) => (other.user === one.user ? { ...other, mandatory: event.target.checked } : other)))} />{tt('mandatory')}</label> : one.mandatory && <span className="tag">{tt('mandatory')}</span>}
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
            <button type="button" className="btn" disabled={chosen === ''} onClick={() => { const person = people.find((one) => one.user === chosen); if (person) { setChosen(''); void save([...data.distribution, { user: person.user, name: person.name, mandatory: true }]) } }}>{tt('add')}</button>
          </div>
        )}
        {problem !== null && <ProblemNotice error={problem} />}
      </div>
    </section>
  )
}
