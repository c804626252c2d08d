import { Component } from 'react'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/i18n.tsx'
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

function Broken({ error }: { error: unknown }) {
  const { t } = useWords()
  return <div className="page"><ProblemNotice error={error} kept={t('shell.broke')} retry={() => window.location.reload()} /></div>
}
