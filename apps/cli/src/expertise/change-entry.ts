import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import type { RunFilter } from '../client/run-filter.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { useServer } from '../run/use-server.ts'
import { entryBy } from './read-expertise.ts'

const EDIT = `mutation EditExpertise($input: EditExpertiseInput!) { editExpertise(input: $input) { __typename ${REFUSAL} } }`
const DELETE = `mutation DeleteExpertise($input: DeleteExpertiseInput!) { deleteExpertise(input: $input) { __typename ${REFUSAL} } }`

/** Changes the text or the pin of an entry. */
export async function editEntry(
  io: Io,
  id: string,
  filter: RunFilter,
  change: { text?: string; pinned?: boolean },
): Promise<ExitCode> {
  await using server = await useServer(io)
  const { api } = server.link
  const { entry } = await entryBy(api, filter, id)
  const { editExpertise: result } = await api.request<{ editExpertise: Refusal }>(EDIT, {
    input: { entryId: entry.id, ...change },
  })
  if (result.__typename !== 'EditExpertiseSuccess') throw refusedBy(result)
  io.message(`Changed the entry ${entry.id.slice(0, 8)}.`)
  return EXIT.done
}

/** Deletes an entry. */
export async function deleteEntry(io: Io, id: string, filter: RunFilter): Promise<ExitCode> {
  await using server = await useServer(io)
  const { api } = server.link
  const { entry } = await entryBy(api, filter, id)
  const { deleteExpertise: result } = await api.request<{ deleteExpertise: Refusal }>(DELETE, {
    input: { entryId: entry.id },
  })
  if (result.__typename !== 'DeleteExpertiseSuccess') throw refusedBy(result)
  io.message(`Deleted the entry ${entry.id.slice(0, 8)}: ${entry.text}`)
  return EXIT.done
}
