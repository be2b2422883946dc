'use client'

import { useMemo, useState } from 'react'
import type { PlannedTask, ProjectData } from '../project-documents.ts'
import { type Chosen, chosenTasks } from './chosen-tasks.ts'

export interface Choice {
  chosen: Chosen<PlannedTask>
  /** The keys of the tasks that the run includes because a chosen task needs them. */
  needed: ReadonlySet<string>
  has: (task: PlannedTask) => boolean
  toggle: (task: PlannedTask) => void
  clear: () => void
  /** Whether choosing is disabled, because the person does not have the role OPERATOR. */
  off: boolean
}

/** The tasks that a person has chosen in the plan: to run only these tasks, mark them done or drop them. */
export function useChoice({ plan, epics }: Pick<ProjectData, 'plan' | 'epics'>, allowed: boolean): Choice {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const chosen = useMemo(
    () =>
      chosenTasks(
        plan.batches.flatMap((batch) => batch.tasks),
        ids,
        new Map(epics.edges.map(({ node }) => [node.key, node.dependsOn.map((epic) => epic.key)])),
      ),
    [plan, epics, ids],
  )
  const needed = useMemo(() => new Set(chosen.needed.map((task) => task.key)), [chosen])
  const toggle = ({ id }: PlannedTask) =>
    setIds((before) => {
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })
  return { chosen, needed, has: (task) => ids.has(task.id), toggle, clear: () => setIds(new Set()), off: !allowed }
}
