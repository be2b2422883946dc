import { findRunOrLast, type RunWish } from '../client/find-run.ts'
import { findTask } from '../client/find-task.ts'
import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { useServer } from '../run/use-server.ts'

const RESOLVE = `mutation Resolve($input: ResolveTaskInput!) {
  resolveTask(input: $input) { __typename ${REFUSAL} ... on ResolveTaskSuccess { task { status } } }
}`

/** Uses a commit that a person made as the work of a task (D4). */
export async function resolveTask(io: Io, key: string, commit: string, wish: RunWish): Promise<ExitCode> {
  await using server = await useServer(io)
  const { api } = server.link
  const run = await findRunOrLast(api, wish)
  const { id: runTaskId } = await findTask(api, run, key)
  const { resolveTask: answer } = await api.request<{ resolveTask: Refusal & { task?: { status: string } } }>(RESOLVE, {
    input: { runTaskId, commit },
  })
  if (answer.task === undefined) throw refusedBy(answer)
  io.message(
    answer.task.status === 'PENDING'
      ? `Run ${run.number} of ${run.project} merges ${commit} as the work of ${key}. To follow it: coppice watch ${run.number}`
      : `The next run of ${run.project} merges ${commit} as the work of ${key}. To start it: coppice run`,
  )
  return EXIT.done
}
