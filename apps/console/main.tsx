import { QueryClientProvider } from '@tanstack/react-query'
import { ConfigProvider, type ConfigProviderProps } from 'antd'
import antdEnglish from 'antd/es/locale/en_US.js'
import antdChinese from 'antd/es/locale/zh_CN.js'
import { type ReactElement, StrictMode, useMemo } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import '#ui/tokens/base.css'
import { createQueryClient } from '#ui/api/query-client.ts'
import { useLessMotion, useTheme } from '#ui/appearance/appearance.ts'
import { ToastRegion } from '#ui/components/toast.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { askSessionAhead } from '#ui/session/use-session.ts'
import { RouteError } from '#ui/shell/route-error.tsx'
import { bareRoutes, framedRoutes } from '#ui/shell/screens.tsx'
import { antdTheme } from '#ui/tokens/antd-theme.ts'
import { screens } from './routes.tsx'
import { ConsoleBare, ConsoleShell } from './shell.tsx'

const client = createQueryClient()
void askSessionAhead(client)
const router = createBrowserRouter(
  [
    { element: <ConsoleBare />, errorElement: <RouteError />, children: bareRoutes(screens) },
    {
      path: '/',
      element: <ConsoleShell />,
      errorElement: <RouteError />,
      children: framedRoutes(screens),
    },
  ],
  { basename: '/console' },
)

type AntdLocale = NonNullable<ConfigProviderProps['locale']>

/** The bundler gives the locale itself where Node's rules would give `{ default }`. */
const antdLocale = (module: AntdLocale | Readonly<{ default: AntdLocale }>): AntdLocale =>
  'default' in module ? module.default : module

function Console(): ReactElement {
  const locale = useLocale()
  const [theme, still] = [useTheme(), useLessMotion()]
  const look = useMemo(() => antdTheme(theme, still), [theme, still])
  return (
    <ConfigProvider
      theme={look}
      componentSize="middle"
      locale={antdLocale(locale === 'zh-CN' ? antdChinese : antdEnglish)}
    >
      <RouterProvider router={router} />
      <ToastRegion />
    </ConfigProvider>
  )
}

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Console />
    </QueryClientProvider>
  </StrictMode>,
)
