import Link from 'next/link'
import type { ReactNode } from 'react'
import { runAddress } from '../../shell/addresses.ts'

export const taskAddress = (projectId: string, runId: string, key: string): string =>
  `${runAddress(projectId, runId)}/tasks/${encodeURIComponent(key)}`

export interface TaskLinkProps {
  run: { id: string; projectId: string }
  taskKey: string
  className?: string
  children: ReactNode
}

export function TaskLink({ run, taskKey, className, children }: TaskLinkProps) {
  return (
    <Link href={taskAddress(run.projectId, run.id, taskKey)} prefetch={false} className={className}>
      {children}
    </Link>
  )
}
