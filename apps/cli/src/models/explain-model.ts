import { onlyProject } from '../client/only-project.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { taskIdsOf } from '../run/task-ids-of.ts'
import { useServer } from '../run/use-server.ts'
import type { ExplainOptions } from './explain-options.ts'
import { type ExplainedTask, explanation } from './explanation.ts'

const CHOICE = 'model by tier reason estimatedCostUsd alternatives { model tier why estimatedCostUsd }'
const EXPLAIN = `query ExplainModel($id: ID!) {
  task(id: $id) {
    key
    modelChoice { ${CHOICE} domain domainWords complexity { tier score signals { what weight } } results { model samples merged } }
    latest { run { number } sessions { number kind attempt model modelChoice { ${CHOICE} } } }
  }
}`

/** Carries out `coppice models explain`: prints which model would do a task now, and which models did it in the last run. */
export async function explainModel(io: Io, key: string, options: ExplainOptions): Promise<ExitCode> {
  await using server = await useServer(io)
  const { api } = server.link
  const project = await onlyProject(api, options)
  const [id] = await taskIdsOf(api, project.id, [key])
  const { task } = await api.request<{ task: ExplainedTask }>(EXPLAIN, { id })
  if (options.json) io.json({ project: project.name, ...task }, 2)
  else io.out(explanation(task))
  return EXIT.done
}
