import { isRunEnded } from '../../marks/statuses.ts'
import { countTasks } from './counts.ts'
import type { RunView } from './run-view.ts'

/** The run has ended, and its merged work is not in the base branch. A later run would carry it in. */
export const isDiscardable = (view: RunView): boolean =>
  isRunEnded(view.status) && view.delivery.status !== 'DELIVERED' && countTasks(view.tasks).completed > 0
