import type { ReactElement, ReactNode } from 'react'

/** One entry of a `<dl>`. */
export const Fact = ({ label, children }: Readonly<{ label: string; children: ReactNode }>): ReactElement => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)
