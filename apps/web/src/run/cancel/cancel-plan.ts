import type { GlyphStatus } from '../../marks/statuses.ts'
import { dollars, plural } from '../../words/format.ts'
import { type Sentence, strong } from '../../words/sentence.ts'
import type { RunView, TaskView } from '../view/run-view.ts'
import { runSpend } from '../view/spend.ts'

/** What the cancellation of a run would do now. The dialog that asks before the cancellation shows it. */
export interface CancelPlan {
  items: readonly { status: GlyphStatus; sentence: Sentence }[]
  note: string
}

const MOST_NAMES = 5

const names = (tasks: readonly TaskView[]): string => {
  const shown = tasks.slice(0, MOST_NAMES).map((task) => task.key)
  return tasks.length > MOST_NAMES ? `${shown.join(', ')} and ${tasks.length - MOST_NAMES} more` : shown.join(', ')
}

/** Whether the task has had an attempt. If it has and is PENDING, it waits for its next attempt. */
const wasBegun = (task: TaskView): boolean => task.attempts > 0

export function cancelPlan(view: RunView): CancelPlan {
  const having = (status: string) => view.tasks.filter((task) => task.status === status)
  const [running, merging] = [having('RUNNING'), having('MERGING')]
  const completed = having('COMPLETED')
  const [again, fresh] = [having('PENDING').filter(wasBegun), having('PENDING').filter((task) => !wasBegun(task))]
  const items: { status: GlyphStatus; sentence: Sentence }[] = []
  if (running.length > 0)
    items.push({
      status: 'CANCELLED',
      sentence: [
        strong(`${plural(running.length, 'agent')} ${running.length === 1 ? 'stops' : 'stop'}:`),
        ` ${names(running)}. Each gets a request to stop, then SIGTERM, and SIGKILL after 5 s.`,
      ],
    })
  if (merging.length > 0)
    items.push({
      status: 'MERGING',
      sentence: [
        strong(names(merging)),
        ` ${merging.length === 1 ? 'is' : 'are'} not merged yet and ${merging.length === 1 ? 'ends' : 'end'} CANCELLED. Finished work is kept, and the next run merges it first.`,
      ],
    })
  if (completed.length > 0)
    items.push({
      status: 'COMPLETED',
      sentence: [
        strong(`${plural(completed.length, 'completed task')} ${completed.length === 1 ? 'stays' : 'stay'}`),
        ` merged on ${view.branch}. ${view.baseBranch} does not move.`,
      ],
    })
  if (again.length > 0)
    items.push({
      status: 'PENDING',
      sentence: [
        strong(names(again)),
        ` ${again.length === 1 ? 'is' : 'are'} not retried in this run. The next run includes ${again.length === 1 ? 'it' : 'them'}.`,
      ],
    })
  if (fresh.length > 0)
    items.push({
      status: 'PENDING',
      sentence: [
        strong(`${plural(fresh.length, 'task')} never ${fresh.length === 1 ? 'starts' : 'start'}.`),
        ` The next run includes ${fresh.length === 1 ? 'it' : 'them'}.`,
      ],
    })
  const { usd } = runSpend(view)
  const spent = usd === null ? '' : `Cost so far: ${dollars(usd)}. `
  return { items, note: `${spent}Unmerged work is kept on the branches of its tasks.` }
}
