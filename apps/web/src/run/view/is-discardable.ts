import { isRunEnded } from '../../marks/statuses.ts'
import { countTasks } from './counts.ts'
import type { RunView } from './run-view.ts'

/** Whether the run has ended with merged work that is not delivered. A later run would carry it in. */
export const isDiscardable = (view: RunView): boolean =>
  isRunEnded(view.status) &&
  (view.delivery.status === 'PENDING' || view.delivery.status === 'REFUSED') &&
  countTasks(view.tasks).completed > 0
