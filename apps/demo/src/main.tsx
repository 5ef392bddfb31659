import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import { createSession } from '@palaver/client'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createRunningClient } from './features/sessions/running-client.ts'
import { applyTheme } from './theme/theme.ts'

applyTheme()
const session = createSession({ url: location.origin })
const client = createRunningClient(session, location.origin)
const root = document.getElementById('app')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App session={session} client={client} />
    </StrictMode>,
  )
}
