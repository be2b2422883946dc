import { isTaskEnded } from '../../domain/statuses.ts'
import type { RunContext } from '../run/run-context.ts'

/** The texts of 5,000 tasks take about a second. The event loop turns after each of these groups. */
const AT_ONCE = 20

/** Chooses the models of the tasks that have not ended, because a run with a budget needs their estimates. A text is judged only once. */
export async function judgeTasks({ state, chooseSession }: Pick<RunContext, 'state' | 'chooseSession'>): Promise<void> {
  const tasks = state.tasks.filter(({ status }) => !isTaskEnded(status))
  for (const [index, task] of tasks.entries()) {
    // The choice judges the text when its model is read.
    void chooseSession(task).model
    if (index % AT_ONCE === AT_ONCE - 1) await new Promise(setImmediate)
  }
}
