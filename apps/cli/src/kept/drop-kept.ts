import { onlyProject } from '../client/only-project.ts'
import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import type { RunFilter } from '../client/run-filter.ts'
import { CommandError } from '../command-error.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { useServer } from '../run/use-server.ts'
import { keptOf } from './kept-of.ts'
import { keptLine } from './kept-words.ts'

const DROP = `mutation DropKept($input: DropKeptWorkInput!) { dropKeptWork(input: $input) { __typename ${REFUSAL} } }`

/** Deletes a ref of kept work. It asks first. */
export async function dropKept(
  io: Io,
  ref: string,
  { yes, ...filter }: RunFilter & { yes?: boolean },
): Promise<ExitCode> {
  await using server = await useServer(io)
  const { api } = server.link
  const project = await onlyProject(api, filter)
  const found = (await keptOf(api, project.id)).find((one) => one.ref === ref)
  if (!found)
    throw new CommandError(EXIT.usage, `${project.name} keeps no work at ${ref}. To see what it keeps: coppice kept`)
  const lost = `${keptLine(found, Date.now())}\nIts commit ${found.commit.slice(0, 12)} will be on no ref of Coppice. No run can merge it, and git removes it later.`
  if (!yes && !(await io.confirm(`${lost}\nDrop it?`))) {
    io.message('Nothing was dropped. To drop it without a question: --yes')
    return EXIT.failed
  }
  const { dropKeptWork: answer } = await api.request<{ dropKeptWork: Refusal }>(DROP, {
    input: { projectId: project.id, ref, commit: found.commit },
  })
  if (answer.__typename !== 'DropKeptWorkSuccess') throw refusedBy(answer)
  io.message(`Dropped ${ref}. To bring it back before git removes it: git update-ref ${ref} ${found.commit}`)
  return EXIT.done
}
