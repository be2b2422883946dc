'use client'

import type { ReactNode } from 'react'
import type { Connection } from '../live/follow.ts'
import { useNow } from '../live/use-now.ts'
import { ago, plural } from '../words/format.ts'
import { Button } from './button.tsx'
import { CutWire } from './icons.tsx'

export interface ConnectionBarProps {
  connection: Connection
  /** The point up to which the page shows the data, such as "event 812". */
  asOf?: string
  onTryNow: () => void
  /** Sentences about what continues without the connection, such as "Run 12 continues without this page." */
  children?: ReactNode
}

/** Says since when the connection is lost, and when the next try to connect is. It renders nothing while the connection is open. */
export function ConnectionBar({ connection, asOf, onTryNow, children }: ConnectionBarProps) {
  if (connection.state === 'lost')
    return (
      <Strip aside={children}>
        <CutWire className="self-center" />
        <b role="alert" className="font-semibold">
          Connection lost.
        </b>
        <Lost since={connection.since} nextTryAt={connection.nextTryAt} asOf={asOf} />
        <Button className="ml-2" onClick={onTryNow}>
          Try now
        </Button>
      </Strip>
    )
  if (connection.state === 'catching-up')
    return (
      <Strip>
        <b role="status" className="font-semibold">
          Catching up.
        </b>
        <span>
          {plural(connection.missed, 'event')} {connection.missed === 1 ? 'was' : 'were'} recorded in the meantime.
        </span>
      </Strip>
    )
  return null
}

function Strip({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1 border-(--ink) border-t-2 border-b border-b-(--hair) bg-(--bg-2) px-6 py-1.5 max-[719px]:px-4">
      {children}
      {aside && <span className="ml-auto text-(--text-2)">{aside}</span>}
    </div>
  )
}

function Lost({ since, nextTryAt, asOf }: { since: number; nextTryAt: number; asOf?: string | undefined }) {
  const now = useNow(null)
  const seconds = Math.max(0, Math.ceil((nextTryAt - now) / 1000))
  return (
    <>
      <span>
        As of {asOf ? `${asOf}, ` : ''}
        {ago(now - since)}.
      </span>
      <span className="text-(--text-2)">{seconds > 0 ? `Next try in ${seconds} s.` : 'Trying now.'}</span>
    </>
  )
}
