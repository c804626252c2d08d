import { ChevronLeft, Printer } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { inLocale, type Text } from '../../../../core/i18n.ts'
import { ROLES } from '../../../../core/roles.ts'
import { api, fullTime, Link, ProblemNotice, queryClient, saveAction, Told, useRecord, useRecords, useSession, useShowing, useTexts, useWords, type RecordView } from '../../../../web/face.ts'
import { CALL_RESULTS, type Alert, type CallResult } from '../../shared/alert.ts'
import type { Contact } from '../../shared/delivery/contact.ts'
import { ROWS } from './pages.texts.ts'
import './pages.css'

type Person = { name: string; account: string | null; contact: string | null; because: string; channels: string[] }
type Reach = { drill: boolean; steps: { afterMinutes: number; to: Person[]; total: number }[] }

/** The phone tree of an alert: who is called in which order, and what each call gave. Printed it is a sheet to be filled in by hand. */
export function CallsPage({ params }: { params: Record<string, string> }) {
  const tt = useTexts(ROWS)
  const found = useRecord(params['ref'] ?? '')
  useShowing('calls', found.data ? [found.data] : [])
  return (
    <div className="page stack alertspage">
      <p className="noprint"><Link className="row" to={`/records/${params['ref'] ?? ''}`}><ChevronLeft size={15} className="flipped" aria-hidden="true" />{params['ref']}</Link></p>
      {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <div className="skeleton" />}
      {found.data && found.data.kind === 'alert' && <Tree record={found.data} />}
      {found.data && found.data.kind !== 'alert' && <p>{tt('tree.none')}</p>}
    </div>
  )
}

function Tree({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { colon, locale, number } = useWords()
  const { mission } = useSession()
  const alert = record.data as unknown as Alert
  const reach = useQuery({ queryKey: ['alert-reach', record.id], queryFn: ({ signal }) => api<Reach>(`/api/alerts/${record.id}/reach`, { signal }) })
  const people = reach.data?.steps.flatMap(({ to }) => to) ?? []
  const ids = [...new Set(people.flatMap(({ contact }) => contact ?? []))].slice(0, 500)
  const contacts = useRecords(ids.length > 0 ? { kind: 'contact', ids } : null, 500).data?.pages[0]?.items ?? []
  const time = (at: string) => fullTime(Date.parse(at), mission.zone, locale)
  const may = record.can.includes('call')
  const numberOf = (id: string | null): string => {
    const contact = contacts.find((one) => one.id === id)
    const addresses = contact ? (contact.data as unknown as Contact).addresses : undefined
    return addresses?.phone ?? addresses?.sms ?? (contact && 'addresses' in ((contact as unknown as { withheld?: object }).withheld ?? {}) ? tt('tree.withheld') : tt('tree.no-number'))
  }
  return (
    <>
      <header className="row wrap"><div className="grow"><h1>{tt('tree')}{colon}<bdi>{inLocale({ ...alert.title, fr: alert.title.fr ?? alert.title.en } as Text, locale)}</bdi></h1><p className="quiet">{tt('tree.lead')} · <span className="mono ltr">{record.ref}</span> · {time(alert.at)}</p></div>
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button></header>
      {reach.error && <ProblemNotice error={reach.error} retry={() => void reach.refetch()} />}
      {reach.data?.drill && <p className="notice warning">{tt('tree.drill')}</p>}
      {reach.data && people.length === 0 && !reach.data.drill && <p className="notice">{tt('tree.none')}</p>}
      {reach.data?.steps.filter(({ to }) => to.length > 0).map(({ afterMinutes, to, total }, i) => (
        <section key={`${afterMinutes} ${i}`}>
          <h2>{afterMinutes === 0 ? tt('tree.now') : tt('tree.step', { n: number(afterMinutes) })}</h2>
          <div className="phonescroll" role="group" tabIndex={0} aria-label={tt('tree')}>
            <table className="phonetree">
              <thead><tr><th scope="col">{tt('person')}</th><th scope="col">{tt('number')}</th><th scope="col">{tt('result')}</th></tr></thead>
              <tbody>{to.map((one) => (
                <tr key={one.account ?? one.contact ?? one.name}>
                  <th scope="row"><bdi>{one.name}</bdi> <Told text={one.because} className="quiet small" /></th>
                  <td className="mono ltr">{numberOf(one.contact)}</td>
                  <td className="blank">{alert.calls?.filter((call) => call.name === one.name).map((call) => <p key={call.at} className="small">{tt(`call.${call.result}`)} · {time(call.at)}{call.note && <> · <bdi>{call.note}</bdi></>}</p>)}{may && <NoteCall record={record} name={one.name} contact={one.contact} />}</td>
                </tr>
              ))}
              </tbody>
            </table>
          </div>
          {total > to.length && <p className="quiet small">{tt('shown', { n: number(to.length), all: number(total) })}</p>}
        </section>
      ))}
      <section>
        <h2>{tt('called')}</h2>
        {(alert.calls ?? []).length === 0 && <p className="quiet small">{tt('called.none')}</p>}
        <ul className="plainlist receiptlist">{alert.calls?.toReversed().map((call) => {
          const role = ROLES[call.role as keyof typeof ROLES]
          return <li key={call.at + call.name}><bdi>{call.name}</bdi> <strong className="small">{tt(`call.${call.result}`)}</strong> {call.note && <bdi>{call.note}</bdi>} <span className="quiet small">{role ? tt('by', { role: inLocale(role.text, locale), time: time(call.at) }) : time(call.at)}</span></li>
        })}
        </ul>
        {may && <NoteCall record={record} name={null} contact={null} />}
      </section>
    </>
  )
}

/** One press notes what a call gave; for somebody who is on no list their name is typed first. */
function NoteCall({ record, name, contact }: { record: RecordView; name: string | null; contact: string | null }) {
  const tt = useTexts(ROWS)
  const id = useId()
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const who = name ?? typed.trim()
  const note = async (result: CallResult) => {
    setProblem(null)
    try {
      await saveAction(record, 'call', { name: who, result, ...(contact === null ? {} : { contact }) }, `${record.ref} · ${who}`)
      setTyped('')
      await queryClient.invalidateQueries({ queryKey: ['records'] })
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <div className="row wrap noprint" role="group" aria-label={tt('called.note', { name: who || tt('called.who') })}>
      {name === null && <><label htmlFor={id}>{tt('called.who')}</label><input id={id} className="input alertshort" dir="auto" maxLength={120} value={typed} onChange={(event) => setTyped(event.target.value)} /></>}
      {CALL_RESULTS.map((result) => <button key={result} type="button" className="btn small" disabled={who === ''} onClick={() => void note(result)}>{tt(`call.${result}`)}</button>)}
      {problem !== null && <ProblemNotice error={problem} />}
    </div>
  )
}
