import { useState, type FormEvent } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import type { Cause, Grant } from '../../../core/policy.ts'
import type { Workflow } from '../../../core/record.ts'
import { ROLES, type RoleCode } from '../../../core/roles.ts'
import { api, ApiProblem, queryString } from '../../api/http.ts'
import { useAreas } from '../../api/queries.ts'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { useSession } from '../../session.tsx'
import { Card } from '../../shell/parts.tsx'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { holdsAny } from '../entries.ts'
import { useAccounts } from '../states.ts'
import { ROWS } from './roles.texts.ts'
import { useRightWord } from './words.ts'

type Told = { allow: boolean; because: string; cause: Cause | 'disabled' | null }
type Why = {
  person: { id: string; name: string; org: string; clearance: string; compartments: string[]; grants: Grant[] }
  record: { id: string; ref: string; kind: string; workflow: Workflow; level: string; compartments: string[]; owner: string; area: string | null }
  purpose: boolean
  read: Told
  actions: (Told & { type: string; roles: RoleCode[] })[]
}

/** A person and a record: what they may do to it, and the rule behind every refusal. */
export function WhyCard() {
  const tt = useTexts(ROWS)
  const { me } = useSession()
  const accounts = useAccounts(holdsAny(me, ['ADMIN']))
  const [asked, setAsked] = useState({ user: '', record: '', purpose: '' })
  const [answer, setAnswer] = useState<Why | null>(null)
  const [error, setError] = useState<unknown>(null)
  async function ask(event: FormEvent) {
    event.preventDefault()
    setError(null)
    setAnswer(null)
    const purpose = asked.purpose.trim()
    try {
      setAnswer(await api<Why>(`/api/admin/why?${queryString({ user: asked.user.trim(), record: asked.record.trim() })}`, purpose === '' ? {} : { purpose }))
    } catch (problem) {
      setError(problem)
    }
  }
  const field = (name: keyof typeof asked, more: { list?: string; required?: boolean; maxLength: number }) => (
    <div className="field"><label htmlFor={`why-${name}`}>{tt(`why.${name}`)}</label><input id={`why-${name}`} className="input" dir="auto" autoComplete="off" spellCheck={false} value={asked[name]} onChange={(e) => setAsked({ ...asked, [name]: e.target.value })} {...more} /></div>
  )
  return (
    <Card title={tt('why')} id="why"><div className="stack">
      <p className="quiet">{tt('why.lead')}</p>
      <form className="adminfilters whyform" onSubmit={(event) => void ask(event)}>
        {field('user', { list: 'why-people', required: true, maxLength: 64 })}
        {field('record', { required: true, maxLength: 64 })}
        {field('purpose', { maxLength: 200 })}
        <button type="submit" className="btn primary">{tt('why.ask')}</button>
        <datalist id="why-people">{accounts.data?.items.map((one) => <option key={one.id} value={one.data.login}>{one.data.name}</option>)}</datalist>
      </form>
      <div aria-live="polite">
        {error !== null && (error instanceof ApiProblem && error.status === 404 ? <p className="notice warning">{tt('why.hidden')}</p> : <ProblemNotice error={error} />)}
        {answer && <Answer why={answer} />}
      </div>
    </div></Card>
  )
}

function Answer({ why }: { why: Why }) {
  const tt = useTexts(ROWS)
  const { locale, t } = useWords()
  const areas = useAreas()
  const word = useRightWord()
  const { person, record, read } = why
  const roleWord = (role: RoleCode) => inLocale(ROLES[role].text, locale)
  const areaWord = (area: string | null) => (area === null ? '' : ` (${areas.data?.find((one) => one.id === area)?.name ?? area})`)
  const because = ({ cause }: Told) => (cause === null ? '' : tt(`cause.${cause}`, {
    level: record.level, clearance: person.clearance, missing: record.compartments.filter((one) => !person.compartments.includes(one)).join(' '), owner: record.owner, org: person.org, state: t(`workflow.${record.workflow}`),
  }))
  const may = why.actions.filter((one) => one.allow)
  const not = why.actions.filter((one) => !one.allow)
  return (
    <div className="stack">
      <div className={`notice ${read.allow ? 'ok' : 'warning'}`}><div className="stack tight">
        <strong>{tt(read.allow ? 'why.reads' : 'why.not', { name: person.name, ref: record.ref })}</strong>
        {!read.allow && <span>{because(read)}</span>}
        {why.purpose && <span>{tt('why.first')}</span>}
        <span className="quiet">{tt('why.person', { clearance: person.clearance, compartments: person.compartments.join(' ') || '–', org: person.org, roles: person.grants.map((grant) => `${roleWord(grant.role)}${areaWord(grant.area)}`).join(', ') || '–' })}</span>
      </div></div>
      {read.allow && <>
        <h4>{tt('why.may', { n: may.length })}</h4>
        <p>{may.length === 0 ? tt('why.nothing') : may.map((one) => word(one.type)).join(' · ')}</p>
        {not.length > 0 && <>
          <h4>{tt('why.maynot', { n: not.length })}</h4>
          <div className="adminscroll" tabIndex={0} role="region" aria-label={tt('why.maynot', { n: not.length })}><table className="admintable stackable">
            <thead><tr><th>{tt('right')}</th><th>{tt('why.because')}</th></tr></thead>
            <tbody>{not.map((one) => <tr key={one.type}><td><strong>{word(one.type)}</strong></td><td>{because(one)}{one.roles.length > 0 && <span className="quiet"> {tt('why.for', { roles: one.roles.map(roleWord).join(', ') })}</span>}</td></tr>)}</tbody>
          </table></div>
        </>}
      </>}
    </div>
  )
}
