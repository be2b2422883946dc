'use client'

import { useState } from 'react'
import { useFresh } from '../client/use-fresh.ts'
import { useRunMoves } from '../client/use-run-moves.ts'
import { useNow } from '../live/use-now.ts'
import { Shell } from '../shell/shell.tsx'
import { mayAct, useViewer } from '../shell/use-viewer.ts'
import { Button } from '../ui/button.tsx'
import { ConnectionBar } from '../ui/connection-bar.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FaultNotice } from '../ui/fault-notice.tsx'
import { KeysSheet } from '../ui/keys-sheet.tsx'
import { count } from '../words/format.ts'
import { CreateProjectForm } from './create-project-form.tsx'
import { NoProject } from './no-project.tsx'
import { type ListedProject, PROJECTS } from './project-list-documents.ts'
import { ProjectListSkeleton } from './project-list-skeleton.tsx'
import { PROJECT_COLUMNS, ProjectRow } from './project-row.tsx'

const MOST = 200

export function ProjectListPage() {
  const { data, fault, connection, refresh } = useFresh(PROJECTS, { first: MOST })
  const mayCreate = mayAct(useViewer(), 'ADMIN')
  const projects = data?.projects.edges.map((edge) => edge.node) ?? null
  const stale = connection?.state === 'lost'
  const now = useNow(stale ? connection.since : null)
  const active = projects?.find((project) => project.activeRun)?.activeRun ?? null
  useRunMoves(active, refresh)
  return (
    <Shell crumbs={[{ label: 'Projects' }]} connection={connection} still={active ? undefined : 'No active run'}>
      {connection && <ConnectionBar connection={connection} onTryNow={refresh} />}
      {fault && <FaultNotice title="The projects could not be loaded." fault={fault} className="m-6" />}
      {projects?.length === 0 && <NoProject mayCreate={mayCreate} />}
      {projects !== null && projects.length > 0 && (
        <ProjectList projects={projects} now={now} stale={stale} mayCreate={mayCreate} />
      )}
      {projects === null && !fault && <ProjectListSkeleton />}
      <KeysSheet keys={[]} />
    </Shell>
  )
}

interface ProjectListProps {
  projects: readonly ListedProject[]
  now: number
  stale: boolean
  mayCreate: boolean
}

function ProjectList({ projects, now, stale, mayCreate }: ProjectListProps) {
  const [adding, setAdding] = useState(false)
  const running = projects.filter((project) => project.activeRun).length
  return (
    <section data-stale={stale || undefined} className="px-6 max-[719px]:px-4">
      <div className="flex min-h-[60px] items-start pt-3">
        <h1 className="font-semibold text-[17px] leading-[22px] tracking-[-.014em]">
          Projects
          <span className="font-normal text-(--text-2)"> · {runningWords(running, projects.length)}</span>
        </h1>
        {mayCreate && (
          <Button className="ml-auto" disabled={stale} onClick={() => setAdding(true)}>
            Add project…
          </Button>
        )}
      </div>
      <div
        aria-hidden="true"
        className={`${PROJECT_COLUMNS} border-(--hair) border-b pb-1.5 text-(--text-3) text-[12px] max-[899px]:hidden`}
      >
        <span className="pl-[26px]">Project</span>
        <span>Repository, base branch</span>
        <span>Latest run</span>
        <span>Tasks</span>
        <span className="text-right">Started</span>
      </div>
      <ul className="max-[899px]:border-(--hair) max-[899px]:border-t">
        {projects.map((project) => (
          <ProjectRow key={project.id} project={project} now={now} />
        ))}
      </ul>
      <Dialog
        open={adding}
        onOpenChange={setAdding}
        title="Add a project"
        width={560}
        actions={<Button onClick={() => setAdding(false)}>Close</Button>}
      >
        <p className="mb-4 text-(--text-2)">The repository does not change until a run delivers.</p>
        <CreateProjectForm />
      </Dialog>
    </section>
  )
}

function runningWords(running: number, all: number): string {
  if (running === 0) return `${count(all)} · no run is active`
  return running === 1 ? '1 active run' : `${count(running)} active runs`
}
