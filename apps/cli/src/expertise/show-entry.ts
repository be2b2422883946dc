import type { RunFilter } from '../client/run-filter.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { useServer } from '../run/use-server.ts'
import { entryText } from './expertise-text.ts'
import { entryBy } from './read-expertise.ts'

/** Prints an entry with its evidence and its lift. */
export async function showEntry(io: Io, id: string, filter: RunFilter): Promise<ExitCode> {
  await using server = await useServer(io)
  io.out(entryText(await entryBy(server.link.api, filter, id)))
  return EXIT.done
}
