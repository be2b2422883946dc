'use client'

import Link from 'next/link'
import { useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { expertiseAddress } from '../shell/addresses.ts'
import { useMayOperate } from '../shell/use-may-operate.ts'
import { mayAct, useViewer } from '../shell/use-viewer.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { AllDone } from './all-done.tsx'
import { useChoice } from './choose/use-choice.ts'
import { FollowUps } from './follow-ups/follow-ups.tsx'
import { ImportPlanDialog } from './import-plan-dialog.tsx'
import { KeptWork } from './kept/kept-work.tsx'
import { NoPlan } from './no-plan.tsx'
import { PlannedRun } from './planned-run.tsx'
import type { ProjectData } from './project-documents.ts'
import { ProjectHeader } from './project-header.tsx'
import { RunHistory } from './run-history.tsx'
import { StartPanel } from './start-panel.tsx'

export interface ProjectViewProps {
  project: ProjectData
  now: number
  stale: boolean
  /** Called after this page has changed the project. */
  onChange: () => void
  /** Loads more of the history. */
  onMore: () => void
}

export function ProjectView({ project, now, stale, onChange, onMore }: ProjectViewProps) {
  const [importing, setImporting] = useState(false)
  const mayOperate = useMayOperate()
  const choice = useChoice(project, mayOperate)
  const settleOff = !mayOperate || stale || project.activeRun !== null
  const mayImport = mayAct(useViewer(), 'ADMIN')
  const openImport = mayImport && !stale ? () => setImporting(true) : null
  useHotkeys('i', () => openImport?.(), { preventDefault: true })
  const hasPlan = project.tasks.totalCount > 0
  return (
    <div data-stale={stale || undefined} className="flex flex-1 flex-col">
      <ProjectHeader
        project={project}
        now={now}
        actions={
          <>
            <Link href={expertiseAddress(project.id)} className={buttonClass()}>
              Expertise
            </Link>
            {mayImport && (
              <Button disabled={openImport === null} onClick={() => openImport?.()}>
                Import plan…
              </Button>
            )}
          </>
        }
      />
      {hasPlan ? (
        <div className="flex flex-1 max-[1079px]:flex-col">
          <div className="min-w-0 flex-1 max-[1079px]:contents">
            {project.plan.totalTasks > 0 ? (
              <PlannedRun project={project} choice={choice} off={settleOff} onChange={onChange} />
            ) : (
              <AllDone project={project} />
            )}
            {project.runs.totalCount > 0 && (
              <FollowUps project={project} now={now} stale={stale} onAccepted={onChange} />
            )}
            {project.runs.totalCount > 0 && <RunHistory project={project} now={now} onMore={onMore} />}
            {project.runs.totalCount > 0 && <KeptWork project={project} now={now} stale={stale} />}
          </div>
          <StartPanel project={project} choice={choice} stale={stale} />
        </div>
      ) : (
        <NoPlan project={project} onImport={openImport} />
      )}
      <ImportPlanDialog projectId={project.id} open={importing} onOpenChange={setImporting} onImported={onChange} />
    </div>
  )
}
