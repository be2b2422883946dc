import { onlyProject } from '../client/only-project.ts'
import type { RunFilter } from '../client/run-filter.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { useServer } from '../run/use-server.ts'
import { domainText } from './expertise-text.ts'
import { expertiseOf } from './read-expertise.ts'

/** Prints what a project has learned, domain by domain. */
export async function listExpertise(
  io: Io,
  { domain, json, ...filter }: RunFilter & { domain?: string; json?: boolean },
): Promise<ExitCode> {
  await using server = await useServer(io)
  const { api } = server.link
  const project = await onlyProject(api, filter)
  const all = await expertiseOf(api, project.id)
  const domains = all.filter((one) => domain === undefined || one.domain === domain)
  if (json) {
    io.json({ project: project.name, domains }, 2)
    return EXIT.done
  }
  const known = domains.filter(({ entryCount }) => entryCount > 0)
  if (known.length === 0) io.message(`${project.name} has learned nothing yet.`)
  for (const one of known) io.out(domainText(one))
  return EXIT.done
}
