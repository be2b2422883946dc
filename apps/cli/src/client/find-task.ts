import type { SessionKind } from '@coppice/run-model'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import type { ApiClient } from './api-client.ts'
import type { FoundRun } from './find-run.ts'

/** A task in one run. */
export interface FoundTask {
  id: string
  key: string
  status: string
  statusReason: string | null
  /** Oldest first. */
  sessions: readonly FoundSession[]
}

export interface FoundSession {
  id: string
  /** Sessions are numbered per project. */
  number: number
  attempt: number
  kind: SessionKind
  status: string
}

const TASKS = `query Tasks($id: ID!, $after: String) {
  run(id: $id) {
    tasks(first: 200, after: $after) {
      edges { node { id key status statusReason sessions { id number attempt kind status } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`

interface TasksPage {
  run: {
    tasks: {
      edges: readonly { node: FoundTask }[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
    }
  }
}

/** All tasks of a run, in plan order. */
export async function* tasksOf(api: ApiClient, run: FoundRun): AsyncGenerator<FoundTask> {
  for (let after: string | null = null; ; ) {
    const page: TasksPage = await api.request<TasksPage>(TASKS, { id: run.id, after })
    const { edges, pageInfo } = page.run.tasks
    for (const { node } of edges) yield node
    if (!pageInfo.hasNextPage) return
    after = pageInfo.endCursor
  }
}

export async function findTask(api: ApiClient, run: FoundRun, key: string): Promise<FoundTask> {
  for await (const task of tasksOf(api, run)) if (task.key === key) return task
  throw new CommandError(
    EXIT.usage,
    `Run ${run.number} of ${run.project} has no task ${key}. To see the tasks of the plan: coppice plan check`,
  )
}
