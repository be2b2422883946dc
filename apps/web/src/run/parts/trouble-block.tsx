import type { ReactNode } from 'react'
import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { statusColour, type TaskStatus } from '../../marks/statuses.ts'
import { shortRef } from '../../words/format.ts'

export interface TroubleBlockProps {
  status: TaskStatus
  title: string
  why?: ReactNode
  /** The text at the right end of the title, such as the cost. */
  tail?: string
  children: ReactNode
}

/** Shows a task that did not complete: its key, its status, the reason, and details below. */
export function TroubleBlock({ status, title, why, tail, children }: TroubleBlockProps) {
  return (
    <article className="border-b border-(--hair) px-6 py-[11px] last:border-0 max-[719px]:px-4">
      <header className="mb-[7px] flex flex-wrap items-center gap-x-2">
        <StatusGlyph status={status} size={16} label="" />
        <h2 className="text-[14px] font-semibold">{title}</h2>
        <span className="text-[12px] font-semibold" style={{ color: statusColour(status) }}>
          {status}
        </span>
        <span className="min-w-0 text-(--text-2)">{why}</span>
        <span className="ml-auto text-(--text-3)">{tail}</span>
      </header>
      <div className="pl-6 max-[719px]:pl-0">{children}</div>
    </article>
  )
}

/** Says where the unmerged work of a task is (D5: the work of an agent is never lost). */
export function KeptWork({ branch }: { branch: string | null }) {
  if (branch === null) return <>The task left no work to keep.</>
  return (
    <>
      Its work is kept on <span className="font-mono break-all">{shortRef(branch)}</span>.
    </>
  )
}
