import type { NewEvent } from '../domain/events.ts'
import type { RunTaskRecord } from '../domain/records.ts'

/**
 * The limits of one TasksPlanned event. One event with all tasks of a large run would exceed a response's limits of 16 MiB and 500,000
 * fields (R4). 200 is also the size of a page of tasks in the public contract. Dependencies have a limit of their own, because a task can
 * depend on thousands of tasks: the dependencies of its epic are expanded.
 */
const MOST_TASKS = 200
const MOST_DEPENDENCIES = 20_000

/** @param tasks all tasks of a new run, ordered by position from 0 */
export const plannedEvents = (tasks: readonly RunTaskRecord[]): NewEvent[] => [
  ...taskPages(tasks),
  ...tasks.filter((task) => task.keptFromRunId !== null).map(keptWorkFound),
]

const keptWorkFound = ({ key: taskKey, branch, lastFailure, id: runTaskId }: RunTaskRecord): NewEvent => ({
  type: 'KeptWorkFound',
  data: { taskKey, branch, failureOutput: lastFailure?.output ?? null, runTaskId },
})

export function taskPages(tasks: readonly Pick<RunTaskRecord, 'dependsOn'>[]): NewEvent[] {
  const events: NewEvent[] = []
  let [fromPosition, dependencies] = [0, 0]
  for (const [position, { dependsOn }] of tasks.entries()) {
    const taskCount = position - fromPosition
    if (taskCount === MOST_TASKS || (taskCount > 0 && dependencies + dependsOn.length > MOST_DEPENDENCIES)) {
      events.push({ type: 'TasksPlanned', data: { fromPosition, taskCount } })
      ;[fromPosition, dependencies] = [position, 0]
    }
    dependencies += dependsOn.length
  }
  events.push({ type: 'TasksPlanned', data: { fromPosition, taskCount: tasks.length - fromPosition } })
  return events
}
