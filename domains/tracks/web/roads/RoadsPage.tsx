import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, Card, Empty, FileInput, Link, ProblemNotice, queryClient, saveAction, useKinds, useRecords, useRefusals, useTexts, useWords, type RecordView } from '../../../../web/face.ts'
import type { RoadNetwork } from '../../shared/roads/network.ts'
import { percent, sendRoads, type RoadFacts, type RoadState } from './model.ts'
import { PaceForm } from './PaceForm.tsx'
import { ROWS } from './roads.texts.ts'
import './roads.css'

const MOST = 100

/** The roads ways are looked for on: which networks, and how fast one goes on them. */
export function RoadsPage() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const kinds = useKinds().data
  const may = kinds?.some((kind) => kind.name === 'road-network' && kind.canCreate) === true
  const found = useRecords({ kind: 'road-network', sort: { by: 'logged', dir: 'asc' } }, MOST)
  const state = useQuery({ queryKey: ['roads'], queryFn: () => api<RoadState>('/api/roads') })
  const page = found.data?.pages[0]
  const problem = found.error ?? state.error
  const say = useRefusals(Boolean(state.data?.problem))
  return (
    <div className="page narrowpage stack roadspage">
      <header><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></header>
      {problem ? <ProblemNotice error={problem} retry={() => { void found.refetch(); void state.refetch() }} /> : null}
      <Card title={tt('networks')} id="networks">
        {found.isPending && <div className="skeleton" />}
        {page?.total === 0 && <Empty title={tt('none')}>{tt(may ? 'none.how' : 'none.ask')}</Empty>}
        <ul className="plainlist roadlist">{page?.items.map((record) => <Network key={record.id} record={record} />)}</ul>
        {page && page.total > page.items.length && <p className="quiet small">{tt('shown', { n: number(page.items.length), of: number(page.total) })}</p>}
        {state.data?.problem && <p className="notice critical" role="alert">{tt('problem', { why: say(state.data.problem).text })}</p>}
        {state.data && state.data.edges > 0 && <p className="small quiet">{tt('whole', { km: number(state.data.km), edges: number(state.data.edges), part: number(percent(state.data.biggest)) })}</p>}
      </Card>
      {may && <Card title={tt('add')} id="add"><AddForm /></Card>}
      <Card title={tt('pace')} id="pace">{state.data && <PaceForm key={state.data.paceRecord?.version ?? 0} state={state.data} may={may} />}</Card>
    </div>
  )
}

/** Everything that says what the roads are now. */
async function renew(): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ['records'] }), queryClient.invalidateQueries({ queryKey: ['roads'] })])
}

function Network({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const [problem, setProblem] = useState<unknown>(null)
  const data = record.data as unknown as RoadNetwork
  const what = tt(data.enabled ? 'turn-off' : 'turn-on')
  const turn = async () => {
    setProblem(null)
    try {
      await saveAction(record, 'edit', { fields: { enabled: !data.enabled } }, `${record.ref} · ${what}`)
      await renew()
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <li className="roadline" data-off={!data.enabled}>
      <div className="grow">
        <p><strong><bdi>{data.name}</bdi></strong> <span className={`tag ${data.enabled ? 'ok' : ''}`}>{tt(data.enabled ? 'on' : 'off')}</span></p>
        <p className="quiet small">{tt('facts', { roads: number(data.roads), km: number(Math.round(data.km)) })}{data.source === 'geography' && <> · {tt('geography')}</>}{data.attribution && <> · <bdi>{data.attribution}</bdi></>}</p>
      </div>
      {record.can.includes('edit') && <button type="button" className="btn small" aria-label={tt('which', { what, name: data.name })} onClick={() => void turn()}>{what}</button>}
      <Link className="btn small" to={`/records/${record.ref}`} aria-label={tt('which', { what: tt('open'), name: data.name })}>{tt('open')}</Link>
      {problem !== null && <ProblemNotice error={problem} />}
    </li>
  )
}

function AddForm() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const [file, setFile] = useState<File | null>(null)
  const [facts, setFacts] = useState<RoadFacts | null>(null)
  const [name, setName] = useState('')
  const [attribution, setAttribution] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const run = async (work: () => Promise<void>) => {
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
  const look = (chosen: File | undefined) => {
    setFile(chosen ?? null)
    setFacts(null)
    if (chosen) {
      setName(chosen.name.replace(/\.\w{1,8}$/, ''))
      void run(async () => setFacts(await sendRoads(chosen, { dryRun: 'true' })))
    }
  }
  const bring = () => file && void run(async () => {
    await sendRoads(file, { name, ...(attribution.trim() === '' ? {} : { attribution }) })
    look(undefined)
    await renew()
  })
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); bring() }}>
      <div className="field"><label htmlFor="road-file">{tt('add.file')}</label><FileInput id="road-file" chosen={file?.name ?? ''} accept=".geojson,.json,.kml,.gpx,.gpkg" onChoose={look} /></div>
      <p className="quiet small">{tt('add.how')}</p>
      <div role="status">
        {busy && facts === null && <p>{tt('add.look')}</p>}
        {facts && <p>{tt('add.facts', { roads: number(facts.roads), km: number(Math.round(facts.km)), pieces: number(facts.pieces), part: number(percent(facts.biggest)) })}{facts.left > 0 && <> {tt('add.left', { n: number(facts.left) })}</>}{facts.unclassed > 0 && <> {tt('add.unclassed', { n: number(facts.unclassed) })}</>}</p>}
      </div>
      {facts && (
        <>
          <label className="field"><span>{tt('add.name')}</span><input className="input" required maxLength={120} value={name} dir="auto" onChange={(event) => setName(event.target.value)} /></label>
          <label className="field"><span>{tt('add.attribution')}</span><input className="input" maxLength={300} value={attribution} dir="auto" onChange={(event) => setAttribution(event.target.value)} /></label>
          <div><button type="submit" className="btn primary" disabled={busy}>{tt('add.do')}</button></div>
        </>
      )}
      {problem !== null && <ProblemNotice error={problem} />}
    </form>
  )
}
