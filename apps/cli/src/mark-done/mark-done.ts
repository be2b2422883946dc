import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import { filteredProjects, type RunFilter } from '../client/run-filter.ts'
import { CommandError } from '../command-error.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { taskIdsOf } from '../run/task-ids-of.ts'
import { useServer } from '../run/use-server.ts'

const MARK_DONE = `mutation MarkDone($input: MarkTaskDoneInput!) { markTaskDone(input: $input) { __typename ${REFUSAL} } }`

/** Marks tasks of a project as done by hand (P5: no run works on them again). */
export async function markDone(io: Io, keys: readonly string[], filter: RunFilter): Promise<ExitCode> {
  await using server = await useServer(io)
  const { api } = server.link
  const projects = await filteredProjects(api, filter)
  const [project] = projects
  if (project === undefined)
    throw new CommandError(EXIT.failed, 'There is no project yet. To create one from a plan: coppice run')
  if (projects.length > 1) {
    const names = projects.map(({ name }) => name).join(', ')
    throw new CommandError(EXIT.usage, `Several projects match: ${names}. Choose one: --project NAME`)
  }
  const ids = await taskIdsOf(api, project.id, keys)
  for (const taskId of ids) {
    const { markTaskDone } = await api.request<{ markTaskDone: Refusal }>(MARK_DONE, { input: { taskId } })
    if (markTaskDone.__typename !== 'MarkTaskDoneSuccess') throw refusedBy(markTaskDone)
  }
  io.message(
    `Marked done in ${project.name}: ${keys.join(', ')}. Later runs do not work on ${keys.length === 1 ? 'this task' : 'these tasks'}.`,
  )
  return EXIT.done
}
