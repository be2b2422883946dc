import type { PlannedTask } from '../documents/planned.ts'
import type { TaskView } from './run-view.ts'

const UNTOUCHED = {
  status: 'PENDING',
  reason: null,
  phase: null,
  phaseStartedAt: null,
  scheduledFor: null,
  attempts: 0,
  startedAt: null,
  finishedAt: null,
  commit: null,
  branch: null,
  conflictFiles: [],
  failureOutput: null,
  sessions: [],
} as const

/** A task of the plan, before anything happened to it. */
export function plannedTask({ dependsOn, epicName: _, ...facts }: PlannedTask): TaskView {
  return { ...facts, ...UNTOUCHED, dependsOn: dependsOn.map(({ key, kind }) => ({ key, soft: kind === 'SOFT' })) }
}

/** A task that no event has planned. Earlier versions of the server started a run without `TasksPlanned`. */
export const unplannedTask = (key: string): TaskView => ({
  id: '',
  key,
  epicKey: '',
  batchNumber: 0,
  description: key,
  agent: '',
  dependsOn: [],
  ...UNTOUCHED,
})
