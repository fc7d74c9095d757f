import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import '#ui/tokens/base.css'
import '#ui/appearance/appearance.ts'
import { createQueryClient } from '#ui/api/query-client.ts'
import { ToastRegion } from '#ui/components/toast.tsx'
import { askSessionAhead } from '#ui/session/use-session.ts'
import { RouteError } from '#ui/shell/route-error.tsx'
import { bareRoutes, framedRoutes } from '#ui/shell/screens.tsx'
import { keepShell } from './offline/new-version.ts'
import { screens } from './routes.tsx'
import { ReporterBare, ReporterShell } from './shell.tsx'

const client = createQueryClient()
void askSessionAhead(client)
void keepShell()
const router = createBrowserRouter([
  { element: <ReporterBare />, errorElement: <RouteError />, children: bareRoutes(screens) },
  {
    path: '/',
    element: <ReporterShell />,
    errorElement: <RouteError />,
    children: framedRoutes(screens),
  },
])

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
      <ToastRegion />
    </QueryClientProvider>
  </StrictMode>,
)
