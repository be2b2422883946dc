import { readFile, writeFile } from 'node:fs/promises'
import { onlyProject } from '../client/only-project.ts'
import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import type { RunFilter } from '../client/run-filter.ts'
import { CommandError } from '../command-error.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { useServer } from '../run/use-server.ts'
import { count } from '../terminal/count.ts'

const MARKDOWN = 'query ExpertiseMarkdown($id: ID!) { project(id: $id) { expertiseMarkdown } }'
const IMPORT = `mutation ImportExpertise($input: ImportExpertiseInput!) { importExpertise(input: $input) {
  __typename ${REFUSAL} ... on ImportExpertiseSuccess { added changed kept dropped } } }`

/** Writes the expertise of a project as Markdown. @param file the path of the file, or undefined for stdout */
export async function exportExpertise(io: Io, file: string | undefined, filter: RunFilter): Promise<ExitCode> {
  await using server = await useServer(io)
  const { api } = server.link
  const { id } = await onlyProject(api, filter)
  const { project } = await api.request<{ project: { expertiseMarkdown: string } | null }>(MARKDOWN, { id })
  const text = project?.expertiseMarkdown ?? ''
  if (file === undefined) io.out(text.trimEnd())
  else {
    await writeFile(file, text).catch((error: Error) => {
      throw new CommandError(EXIT.failed, `${file} could not be written: ${error.message}`)
    })
    io.message(`Wrote ${file}. To add its entries to a project: coppice expertise import ${file}`)
  }
  return EXIT.done
}

/** Adds the entries of a Markdown file to the expertise of a project. */
export async function importExpertise(io: Io, file: string, filter: RunFilter): Promise<ExitCode> {
  const source = await readFile(file, 'utf8').catch((error: Error) => {
    throw new CommandError(EXIT.usage, `${file} could not be read: ${error.message}`)
  })
  await using server = await useServer(io)
  const { api } = server.link
  const { id: projectId, name } = await onlyProject(api, filter)
  const { importExpertise: result } = await api.request<{
    importExpertise: Refusal & { added: number; changed: number; kept: number; dropped: number }
  }>(IMPORT, { input: { projectId, source } })
  if (result.__typename !== 'ImportExpertiseSuccess') throw refusedBy(result)
  io.message(`${name}: ${count(result.added, 'entry', 'entries')} added, ${result.changed} changed.`)
  if (result.kept > 0)
    io.message(
      `${count(result.kept, 'entry', 'entries')} of the file changed nothing: a person has corrected the text since.`,
    )
  if (result.dropped > 0)
    io.message(
      `${count(result.dropped, 'entry', 'entries')} of the file are not stored, because a domain has at most 1,000 lines. To make room: coppice expertise delete ID`,
    )
  return EXIT.done
}
