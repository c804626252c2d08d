import { useQuery } from '@tanstack/react-query'
import { api, ApiProblem, ProblemNotice, queryClient, useTexts } from '../../../../web/face.ts'
import { AuthorityCard } from './AuthorityCard.tsx'
import { CertificatesCard } from './CertificatesCard.tsx'
import { ClientsCard } from './ClientsCard.tsx'
import { EnrolCard } from './EnrolCard.tsx'
import { FilesCard } from './FilesCard.tsx'
import type { TakState } from './model.ts'
import { ServicesCard } from './ServicesCard.tsx'
import { ROWS } from './tak.texts.ts'
import './tak.css'

const KEY = ['tak-devices']
const ASK_AGAIN_MS = 10_000

/** How TAK devices come in: services, address, codes, who is connected, certificates. */
export function TakPage() {
  const tt = useTexts(ROWS)
  const tak = useQuery({ queryKey: KEY, queryFn: () => api<TakState>('/api/tak'), refetchInterval: ASK_AGAIN_MS, retry: false })
  const renew = () => queryClient.invalidateQueries({ queryKey: KEY })
  const { data } = tak
  return (
    <div className="page narrowpage stack takpage">
      <header><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></header>
      {tak.error instanceof ApiProblem && tak.error.status === 403 ? <p className="notice">{tt('not-yours')}</p> : tak.error ? <ProblemNotice error={tak.error} retry={() => void tak.refetch()} /> : null}
      {!data && !tak.error && <div className="skeleton" />}
      {data && (
        <>
          <ServicesCard tak={data} onChange={renew} />
          <EnrolCard tak={data} onChange={renew} />
          <ClientsCard clients={data.clients} />
          <CertificatesCard certificates={data.certificates} onChange={renew} />
          <FilesCard />
          <AuthorityCard tak={data} />
        </>
      )}
    </div>
  )
}
