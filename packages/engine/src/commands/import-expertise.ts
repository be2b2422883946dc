import { randomUUID } from 'node:crypto'
import { InvalidInput, NotFound } from '../domain/refusals.ts'
import { addEntries } from '../expertise/markdown/add-entries.ts'
import { readMarkdown } from '../expertise/markdown/read-markdown.ts'
import type { CommandDeps } from './command-deps.ts'

export interface ImportExpertise {
  projectId: string
  /** Markdown as the export writes it. */
  source: string
}

export interface ImportedExpertise {
  /** The id of the project. */
  id: string
  /** The number of new entries. */
  added: number
  /** The number of entries that the project had already. */
  changed: number
  /** The number of entries of the file that changed nothing, because a person has corrected their text since. */
  kept: number
  /** The number of entries of the file that are not stored, because their domain has no room for them. */
  dropped: number
}

/** More than any export has, because a response of the API has at most 16 MiB. */
const MAX_CHARACTERS = 17_000_000

/** Adds the entries of a Markdown file to the expertise of a project, or none when the file has a mistake. */
export async function importExpertise(
  { store, clock }: CommandDeps,
  { projectId, source }: ImportExpertise,
): Promise<ImportedExpertise> {
  if (source.length > MAX_CHARACTERS)
    throw new InvalidInput([{ path: 'source', message: `it has more than ${MAX_CHARACTERS} characters` }])
  const { entries, problems } = readMarkdown(source)
  if (problems.length > 0)
    throw new InvalidInput(
      problems.map(({ line, message }) => ({ path: 'source', message: `line ${line}: ${message}` })),
    )
  return store.transaction(async (tx) => {
    if (!(await tx.project(projectId))) throw new NotFound('There is no project with this id.')
    const known = await tx.allExpertise(projectId)
    const { put, remove, ...counts } = addEntries(known, entries, { projectId, at: clock.now(), newId: randomUUID })
    await tx.putExpertise(put)
    await tx.removeExpertise(remove)
    return { id: projectId, ...counts }
  })
}
