import type { Connection } from '../live/follow.ts'
import { useNow } from '../live/use-now.ts'
import { ago, count } from '../words/format.ts'
import { caughtUpWords, nextTryWords } from './connection-words.ts'

function Cut() {
  return (
    <svg width="16" height="10" viewBox="0 0 16 10" className="flex-none" aria-hidden="true">
      <path d="M0 5h5M11 5h5M6.5 9l3-8" fill="none" stroke="currentColor" strokeWidth="1.3" />
    </svg>
  )
}

export interface ConnectionBarProps {
  connection: Connection
  sequence: number
  /** What was missed while the wire was cut, once it is here. */
  caughtUp: { missed: number; tookMs: number } | null
  /** `run 12`, `session 69`. */
  what: string
  onRetry: () => void
}

/** Says that what is shown may no longer be true, how old it is, and afterwards what was missed. */
export function ConnectionBar({ connection, sequence, caughtUp, what, onRetry }: ConnectionBarProps) {
  const lost = connection.state === 'lost'
  const now = useNow(lost ? null : 0)
  const frame =
    'flex min-h-11 flex-none flex-wrap items-center gap-2 border-t-2 border-b border-t-(--ink) border-b-(--hair) bg-(--bg-2) px-6 py-1.5 max-[719px]:px-4'
  if (lost)
    return (
      <div role="alert" className={frame}>
        <Cut />
        <b className="font-semibold">Connection lost.</b>
        <span>
          As of event {count(sequence)}, {ago(now - connection.since)}.
        </span>
        <span className="text-(--text-2)">{nextTryWords(connection.nextTryAt, now)}</span>
        <button
          type="button"
          onClick={onRetry}
          className="ml-2 h-[26px] rounded-(--r) border border-(--line) bg-(--bg) px-2.5 font-medium max-[719px]:h-11"
        >
          Try now
        </button>
        <span className="ml-auto text-(--text-2) max-[719px]:ml-0">
          {what} goes on without this page. What you miss is played back, counted.
        </span>
      </div>
    )
  const words = connection.state === 'catching-up' ? `Playing back ${count(connection.missed)} events` : null
  const after = caughtUp && caughtUpWords(caughtUp.missed, caughtUp.tookMs)
  if (!words && !after) return null
  return (
    <div role="status" className={frame}>
      {words ?? after}
    </div>
  )
}
