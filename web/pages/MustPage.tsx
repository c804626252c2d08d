import type { Session } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { SessionContext } from '../session.tsx'
import { signOut } from '../shell/TopBar.tsx'
import { LoneFrame } from './LoneFrame.tsx'
import { ROWS } from './me.texts.ts'
import { Password, SecondFactor } from './MePage.tsx'
import { Passkeys } from './Passkeys.tsx'

/** What a session has to do before anything else: a password of one's own, a second factor. */
export function MustPage({ session }: { session: Session }) {
  const tt = useTexts(ROWS)
  const { t } = useWords()
  const password = session.must?.includes('password')
  return (
    <SessionContext value={{ ...session, kinds: [] }}>
      <LoneFrame exercise={session.mission.exercise}>
        <div className="lonecard stack">
          <div><h1>{tt('must.title')}</h1><p className="quiet">{tt(password ? 'must.password' : 'must.factor')}</p></div>
          {password ? <Password /> : <><Passkeys /><SecondFactor /></>}
          <button type="button" className="btn self-start" onClick={() => void signOut(t)}>{t('user.sign-out')}</button>
        </div>
      </LoneFrame>
    </SessionContext>
  )
}
