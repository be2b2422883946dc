'use client'

import { useCallback, useEffect, useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { useFresh } from '../client/use-fresh.ts'
import { useRunMoves } from '../client/use-run-moves.ts'
import { useRouteValue } from '../hooks/use-route-value.ts'
import { useNow } from '../live/use-now.ts'
import { Shell } from '../shell/shell.tsx'
import { ConnectionBar } from '../ui/connection-bar.tsx'
import { FaultNotice } from '../ui/fault-notice.tsx'
import { KeysSheet } from '../ui/keys-sheet.tsx'
import { AbsentProject } from './absent-project.tsx'
import { PROJECT } from './project-documents.ts'
import { ProjectSkeleton } from './project-skeleton.tsx'
import { ProjectView } from './project-view.tsx'

const RUNS_AT_FIRST = 10
const RUNS_MORE = 20

const KEYS = [
  { keys: ['s'], does: 'Go to the start button' },
  { keys: ['⌘ ↵'], does: 'Start the run' },
  { keys: ['i'], does: 'Import a plan' },
]

/** A project: its next run with the start button, and its earlier runs. */
export function ProjectPage() {
  const id = useRouteValue('projectId')
  const [runs, setRuns] = useState(RUNS_AT_FIRST)
  const { data, fault, connection, refresh } = useFresh(PROJECT, { id, runs })
  const project = data?.project ?? null
  const stale = connection?.state === 'lost'
  const now = useNow(stale ? connection.since : null)
  useRunMoves(project?.activeRun ?? null, refresh)
  useTitle(project?.name ?? null)
  useHotkeys('s', () => document.getElementById('start')?.focus(), { preventDefault: true })
  const more = useCallback(() => setRuns((before) => Math.min(200, before + RUNS_MORE)), [])

  return (
    <Shell
      crumbs={[{ label: 'Projects', href: '/' }, { label: project?.name ?? 'Project' }]}
      connection={connection}
      still={project?.activeRun ? undefined : 'No active run'}
    >
      {connection && (
        <ConnectionBar connection={connection} onTryNow={refresh}>
          {project?.activeRun ? `Run ${project.activeRun.number} continues without this page.` : null}
        </ConnectionBar>
      )}
      {fault && <FaultNotice title="The project could not be loaded." fault={fault} className="m-6" />}
      {project && <ProjectView project={project} now={now} stale={stale} onChange={refresh} onMore={more} />}
      {data && !project && <AbsentProject />}
      {!data && !fault && <ProjectSkeleton />}
      <KeysSheet keys={KEYS} />
    </Shell>
  )
}

function useTitle(name: string | null): void {
  useEffect(() => {
    if (name !== null) document.title = `${name} · Coppice`
  }, [name])
}
