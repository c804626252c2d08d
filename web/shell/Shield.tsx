import { Component, Suspense } from 'react'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/i18n.tsx'
import { PartGone } from '../late.ts'
import { goToNewVersion } from '../offline/worker.ts'
import { ProblemNotice } from './ProblemNotice.tsx'

/** Keeps a page that breaks from taking the whole screen with it. Give it a key, so that another page begins anew. */
export class Shield extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error: error ?? new Error('broken') }
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <Broken error={this.state.error} />
  }
}

/** Says in the place of a part or page that the node has a newer version, and reloads. */
export function Newer() {
  const { t } = useWords()
  return (
    <div className="notice" role="alert">
      <div className="grow"><strong>{t('shell.newer')}</strong><p>{t('shell.newer.kept')}</p></div>
      <button type="button" className="btn small primary" onClick={goToNewVersion}>{t('offline.reload')}</button>
    </div>
  )
}

/**
 * A part that is loaded when it is first shown. Where the node has it no longer it stays away and the strip on top says why:
 * the page around it, and what is being written there, stands on.
 */
export function Lazily({ fallback = null, gone = null, children }: { fallback?: ReactNode; /** What stands in its place then. */ gone?: ReactNode; children: ReactNode }) {
  return <PartShield gone={gone}><Suspense fallback={fallback}>{children}</Suspense></PartShield>
}

class PartShield extends Component<{ gone: ReactNode; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error: error ?? new Error('broken') }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error !== null && !(error instanceof PartGone)) {
      // A fault of the part itself is the page's matter.
      throw error
    }
    return error === null ? this.props.children : this.props.gone
  }
}

function Broken({ error }: { error: unknown }) {
  const { t } = useWords()
  if (error instanceof PartGone) {
    return <div className="page"><Newer /></div>
  }
  return <div className="page"><ProblemNotice error={error} kept={t('shell.broke')} retry={() => window.location.reload()} /></div>
}
