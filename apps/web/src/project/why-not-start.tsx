import Link from 'next/link'
import { runAddress } from '../shell/addresses.ts'
import type { ProjectData } from './project-documents.ts'

export type Obstacle = 'stale' | 'role' | 'active' | 'nothing'

/** @returns why a run cannot be started, as far as the page knows; null when it can. The server checks this again. */
export function whyNotStart(
  project: { activeRun: unknown; plan: { totalTasks: number } },
  stale: boolean,
  allowed: boolean,
): Obstacle | null {
  if (stale) return 'stale'
  if (!allowed) return 'role'
  if (project.activeRun !== null) return 'active'
  return project.plan.totalTasks === 0 ? 'nothing' : null
}

/** Says why the start button is disabled. */
export function WhyNot({ obstacle, project }: { obstacle: Obstacle | null; project: ProjectData }) {
  const words = obstacle && wordsFor(obstacle, project)
  return words ? <p className="mt-2 text-(--text-2) text-[12px]">{words}</p> : null
}

function wordsFor(obstacle: Obstacle, { id, activeRun }: ProjectData) {
  if (obstacle === 'stale') return 'Waiting for the connection.'
  if (obstacle === 'role') return 'Your role can only read. Starting a run needs OPERATOR.'
  if (obstacle === 'nothing') return 'Every task is done, so there is nothing to start.'
  return (
    activeRun && (
      <>
        Wait for the end of{' '}
        <Link href={runAddress(id, activeRun.id)} className="underline decoration-(--line) underline-offset-3">
          run {activeRun.number}
        </Link>
        . A project has one active run at a time.
      </>
    )
  )
}
