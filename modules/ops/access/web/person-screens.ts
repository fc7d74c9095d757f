import type { Screen } from '#ui/shell/screens.tsx'

/** In every shell: the way in, oneself, one's messages. */
export const personScreens: readonly Screen[] = [
  {
    path: 'sign-in',
    title: { 'zh-CN': '登录', en: 'Sign in' },
    frame: 'bare',
    load: async () => (await import('./sign-in.tsx')).SignIn,
  },
  {
    path: 'account',
    title: { 'zh-CN': '账户与安全', en: 'Account and security' },
    load: async () => (await import('./account.tsx')).Account,
  },
  {
    path: 'inbox',
    title: { 'zh-CN': '消息', en: 'Messages' },
    load: async () => (await import('./inbox.tsx')).Inbox,
  },
]
