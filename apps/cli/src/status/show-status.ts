import { requireServer } from '../client/require-server.ts'
import { filteredProjects, type RunFilter } from '../client/run-filter.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { activeRunOf, lastRunOf, type RunStatus } from './run-status.ts'
import { statusText } from './status-text.ts'

/** Carries out `coppice status`: prints the active runs. If no run is active, it prints the last run of each project. */
export async function showStatus(io: Io, { json, filter }: { json: boolean; filter: RunFilter }): Promise<ExitCode> {
  const { url, api } = await requireServer()
  const projects = await filteredProjects(api, filter)
  const asked = (of: typeof activeRunOf) => Promise.all(projects.map((project) => of(api, project)))
  const active = present(await asked(activeRunOf))
  const runs = active.length > 0 ? active : present(await asked(lastRunOf))
  if (json) io.json({ url, runs }, 2)
  else
    io.out(
      runs.length === 0
        ? `There is no run yet on ${url}. To start one: coppice run`
        : runs.map(statusText).join('\n\n'),
    )
  return EXIT.done
}

const present = (runs: readonly (RunStatus | null)[]): RunStatus[] => runs.filter((run) => run !== null)
