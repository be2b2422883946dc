import { isRunEnded } from '../../marks/statuses.ts'
import { countTasks } from './counts.ts'
import type { RunView } from './run-view.ts'

/** It has ended, and what it merged is not in the base branch: a later run would carry it in. */
export const isDiscardable = (view: RunView): boolean =>
  isRunEnded(view.status) && view.delivery.status !== 'DELIVERED' && countTasks(view.tasks).completed > 0
