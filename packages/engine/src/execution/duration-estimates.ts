import type { Store } from '../ports/store.ts'

const RUNS_LOOKED_AT = 10
/** Where nothing was learned yet: all alike, so that the number of tasks in a path decides. */
const UNKNOWN_MS = 60_000

/** How long an attempt at a task takes, in ms: the median of its earlier ones, else of its agent's, else the same for all. */
export async function durationEstimates(
  store: Store,
  projectId: string,
): Promise<(taskKey: string, agent: string) => number> {
  const byTask = new Map<string, number[]>()
  const byAgent = new Map<string, number[]>()
  for (const run of (await store.runs(projectId)).slice(0, RUNS_LOOKED_AT)) {
    const keys = new Map((await store.runTasks(run.id)).map((task) => [task.id, task.key]))
    for (const session of await store.sessions(run.id)) {
      if (session.kind !== 'WORK' || session.status !== 'COMPLETED' || session.endedAt === null) continue
      const durationMs = session.endedAt - session.startedAt
      note(byTask, keys.get(session.runTaskId) ?? '', durationMs)
      note(byAgent, session.agent, durationMs)
    }
  }
  return (taskKey, agent) => median(byTask.get(taskKey)) ?? median(byAgent.get(agent)) ?? UNKNOWN_MS
}

const note = (into: Map<string, number[]>, key: string, durationMs: number): void =>
  void into.set(key, [...(into.get(key) ?? []), durationMs])

function median(values: readonly number[] | undefined): number | null {
  if (!values) return null
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}
