import type { PlannedTask } from '../documents/planned.ts'
import type { TaskView } from './run-view.ts'

const UNTOUCHED = {
  status: 'PENDING',
  reason: null,
  phase: null,
  phaseStartedAt: null,
  scheduledFor: null,
  awaitedResource: null,
  attempts: 0,
  startedAt: null,
  finishedAt: null,
  commit: null,
  branch: null,
  conflictFiles: [],
  clashes: [],
  failureOutput: null,
  sessions: [],
  issues: [],
  followUps: [],
} as const

/** Returns the state of a task before its first attempt. */
export function plannedTask({ dependsOn, epicName: _, ...facts }: PlannedTask): TaskView {
  return { ...facts, ...UNTOUCHED, dependsOn: dependsOn.map(({ key, kind }) => ({ key, soft: kind === 'SOFT' })) }
}

/** Returns the state of a task that is in no TasksPlanned event. Earlier versions of the server did not write these events. */
export const unplannedTask = (key: string): TaskView => ({
  id: '',
  key,
  epicKey: '',
  batchNumber: 0,
  description: key,
  agent: '',
  uses: [],
  dependsOn: [],
  ...UNTOUCHED,
})
