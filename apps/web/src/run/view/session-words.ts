import { dollars } from '../../words/format.ts'
import type { TaskView } from './run-view.ts'
import { taskSpend } from './spend.ts'

/** Describes the sessions of a task, for example `$0.52 · sessions 76, 79, 82`. An unknown cost is left out. */
export function sessionWords(task: TaskView): string {
  const numbers = task.sessions.flatMap((session) => (session.number === null ? [] : [session.number]))
  const { usd } = taskSpend(task)
  const sessions = numbers.length > 0 ? `${numbers.length === 1 ? 'session' : 'sessions'} ${numbers.join(', ')}` : ''
  return [usd === null ? '' : dollars(usd), sessions].filter(Boolean).join(' · ')
}
