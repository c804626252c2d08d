import { Card, fullTime, useSession, useTexts, useWords } from '../../../../web/face.ts'
import type { TakState } from './model.ts'
import { ROWS } from './tak.texts.ts'

/** What vouches for the node and for every device. */
export function AuthorityCard({ tak }: { tak: TakState }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const at = (text: string) => <time dateTime={text}>{fullTime(Date.parse(text), mission.zone, locale)}</time>
  return (
    <Card title={tt('authority')} id="authority">
      {tak.authority === null ? <p className="quiet">{tt('authority.none')}</p> : (
        <div className="stack">
          <dl className="factlist">
            <dt>{tt('fingerprint')}</dt><dd><bdi className="mono small">{tak.authority.fingerprint.match(/.{4}/g)?.join(' ')}</bdi></dd>
            <dt>{tt('authority.ends')}</dt><dd>{at(tak.authority.expiresAt)}</dd>
            {tak.server && <><dt>{tt('server.names')}</dt><dd><bdi className="mono small">{tak.server.names.join(', ')}</bdi></dd><dt>{tt('server.ends')}</dt><dd>{at(tak.server.expiresAt)} <span className="quiet small">({tt('server.renewed')})</span></dd></>}
          </dl>
          <div className="row wrap"><a className="btn small" href="/api/tak/authority" download>{tt('authority.get')}</a><a className="btn small" href="/api/tak/crl" download>{tt('crl.get')}</a></div>
        </div>
      )}
    </Card>
  )
}
