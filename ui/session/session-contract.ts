/** What the shells read of `GET /api/session`; the route may tell more. */
export type SessionInfo = Readonly<{
  signedIn: boolean
  csrfToken?: string
  signInName?: string
  displayName?: string
  kind?: 'staff' | 'enterprise' | 'system'
  permissions?: readonly string[]
  /** Where the rights reach; null beyond every region. */
  grants?: readonly Readonly<{ regionCode: string | null }>[]
  ready?: boolean
  mustChangePassword?: boolean
  secondFactorPending?: boolean
  /** Messages not yet read. */
  unread?: number
  /** The data is generated; every page says so. */
  demonstration?: boolean
  /** Offered before signing in, where the data is generated. */
  demonstrationAccounts?: readonly unknown[]
  /** The person signed out here: the next one begins at the first page. */
  left?: boolean
  /** The server cannot be reached: as this device knew the session last. */
  away?: boolean
  /** Whom to ask when signing in fails. */
  helpContact?: string
}>

/** Whether a person holds what a screen asks for; screens without a demand are open to everyone signed in. */
export const mayOpen = (session: SessionInfo | null, permission: string | undefined): boolean =>
  permission === undefined || (session?.permissions?.includes(permission) ?? false)
