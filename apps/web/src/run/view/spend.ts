import type { RunView, SessionView, TaskView } from './run-view.ts'

/** `usd`: the sum of the known costs in dollars; null when no cost is known. `unpriced`: the number of ended sessions with an unknown cost. */
export interface Spend {
  usd: number | null
  unpriced: number
}

function spendOf(sessions: readonly SessionView[]): Spend {
  const priced = sessions.filter((session) => session.costUsd !== null)
  return {
    usd: priced.length === 0 ? null : priced.reduce((sum, session) => sum + (session.costUsd ?? 0), 0),
    unpriced: sessions.filter((session) => session.costUsd === null && session.endedAt !== null && !session.flatRate)
      .length,
  }
}

export const taskSpend = (task: TaskView): Spend => spendOf(task.sessions)
export const runSpend = (view: RunView): Spend => spendOf(view.tasks.flatMap((task) => task.sessions))
export const tasksSpend = (tasks: readonly TaskView[]): Spend => spendOf(tasks.flatMap((task) => task.sessions))
