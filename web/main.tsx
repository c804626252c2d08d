import '@fontsource-variable/inter/wght.css'
import './style/arabic.css'
import './style/tokens.css'
import './style/base.css'
import './style/shell.css'
import './style/room.css'
import './style/record.css'
import './style/pages.css'
import './style/print.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { WEB_DOMAINS } from '../domains/web.ts'
import { afterwards } from './afterwards.ts'
import { queryClient } from './api/client.ts'
import { startOffline } from './offline/start.ts'
import { install } from './registry.ts'
import { App } from './shell/App.tsx'

install(WEB_DOMAINS)
// Times and grids are read in the device's own letters of one width until these are there.
void afterwards.then(() => import('@fontsource-variable/jetbrains-mono/wght.css')).catch(() => undefined)
// What kinds mean is needed here only when the device must answer instead of the node.
startOffline(() => import('../domains/index.ts').then(({ DOMAINS }) => DOMAINS.flatMap((domain) => domain.kinds)))
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  )
}
