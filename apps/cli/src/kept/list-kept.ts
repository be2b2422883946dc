import { onlyProject } from '../client/only-project.ts'
import type { RunFilter } from '../client/run-filter.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { useServer } from '../run/use-server.ts'
import { keptOf } from './kept-of.ts'
import { keptLine, size } from './kept-words.ts'

/** Prints the kept work of a project (D5). */
export async function listKept(io: Io, filter: RunFilter & { json?: boolean }): Promise<ExitCode> {
  await using server = await useServer(io)
  const { api } = server.link
  const project = await onlyProject(api, filter)
  const kept = await keptOf(api, project.id)
  if (filter.json) {
    io.json({ project: project.name, kept }, 2)
    return EXIT.done
  }
  if (kept.length === 0) io.message(`${project.name} keeps no work.`)
  for (const one of kept) io.out(keptLine(one, Date.now()))
  if (kept.length > 0) {
    const bytes = kept.reduce((sum, one) => sum + one.size.bytes, 0)
    io.message(`${kept.length} refs, at least ${size(bytes)}. To delete one: coppice kept drop REF`)
  }
  return EXIT.done
}
