'use client'

import { useState } from 'react'
import { mayAct, useViewer } from '../../shell/use-viewer.ts'
import { Button } from '../../ui/button.tsx'
import type { ProjectData } from '../project-documents.ts'
import { ProjectBudgetDialog } from './project-budget-dialog.tsx'
import { projectBudgetWords } from './project-budget-words.ts'

/** What the project may cost, and for an admin the button that changes it. */
export function ProjectBudget({ project, stale }: { project: ProjectData; stale: boolean }) {
  const [open, setOpen] = useState(false)
  const may = mayAct(useViewer(), 'ADMIN')
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span className={project.budgets.length === 0 ? 'text-(--text-2)' : ''}>
        {projectBudgetWords(project.budgets)}
      </span>
      {may && (
        <Button kind="quiet" disabled={stale} onClick={() => setOpen(true)}>
          Set limits…
        </Button>
      )}
      {open && <ProjectBudgetDialog project={project} stale={stale} onDone={() => setOpen(false)} />}
    </span>
  )
}
