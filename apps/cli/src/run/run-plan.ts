import type { ApiClient } from '../client/api-client.ts'
import { projectsOf } from '../client/projects-of.ts'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { readPlan } from '../plan-file/read-plan.ts'
import { requireSoundPlan } from '../plan-file/require-sound-plan.ts'
import { answerWaitMs, processEnvironment } from '../settings/environment.ts'
import { signalExitCode } from '../signals/stop-signals.ts'
import { besideBoth } from '../terminal/forecast-words.ts'
import { activeRunToTakeUp } from './active-run-to-take-up.ts'
import { type ProjectWish, prepareProject } from './prepare-project.ts'
import { printDelivery } from './print-delivery.ts'
import { requirePossibleOptions } from './require-possible-options.ts'
import type { RunOptions } from './run-options.ts'
import { type StartedRun, startRun } from './start-run.ts'
import type { UsedServer } from './use-server.ts'
import { waitingText } from './waiting-text.ts'
import { warnOfUnsetVariables } from './warn-of-unset-variables.ts'
import { type Watching, watchRun } from './watch-run.ts'

/** Carries out `coppice run`: imports the plan, starts a run or finds the active run, and follows it to its end. @returns the exit code. */
export async function runPlan(io: Io, options: RunOptions): Promise<number> {
  const source = await readPlan(options.plan)
  const plan = requireSoundPlan(options.plan, source, { knownTaskKeys: 'any' })
  requirePossibleOptions(plan, options)
  const waitMs = answerWaitMs(processEnvironment)
  // To load the server takes a second. A plan with mistakes is refused before that.
  const { useServer } = await import('./use-server.ts')
  await using server = await useServer(io)
  const { api } = server.link
  const { repo, remove, base, name = plan.name } = options
  const wish = { source, repo, name, remove, base }
  // Look for an active run before `carryOn`, because an interrupted run may end as soon as the server continues it. After that, this
  // command would find no active run and start another one.
  const active = await activeRunToTakeUp(io, api, { ...wish, file: options.plan })
  await server.carryOn('all')
  const run = active ?? startedRun(io, server, await startNew(io, api, wish, options))
  if (run === null) {
    io.message(`Nothing to do: every ${options.task ? 'chosen task' : 'task of the plan'} is done.`)
    return EXIT.done
  }
  const watching = await watchRun(io, {
    link: server.link,
    runId: run.id,
    json: options.json === true,
    cancels: server.isOurs,
    answerWaitMs: waitMs,
  })
  return await leave(io, { server, run, watching })
}

async function startNew(io: Io, api: ApiClient, wish: ProjectWish, options: RunOptions): Promise<StartedRun | null> {
  const project = await prepareProject(io, api, wish)
  await printDelivery(io, api, project, options.plan)
  await warnOfUnsetVariables(io, api, project)
  return startRun(api, project, options)
}

function startedRun(io: Io, server: UsedServer, run: StartedRun | null): StartedRun | null {
  if (run === null) return null
  const started = besideBoth(`Run ${run.number}`, run.forecast)
  io.message(`${started}${server.isOurs ? '' : `; the console shows it at ${server.link.url}`}`)
  return run
}

interface Leaving {
  server: UsedServer
  run: { id: string; number: number }
  watching: Watching
}

/** Ends the command. If this process is the server, the server ends too and leaves its agents to the next server. */
async function leave(io: Io, { server, run, watching }: Leaving): Promise<number> {
  if (watching.is === 'ended') {
    if (server.isOurs) await printWaitingRuns(io, server, run.id)
    return watching.exitCode
  }
  if (watching.is === 'waits') {
    if (server.isOurs) await printWaitingRuns(io, server, run.id)
    await server.stop('handover')
    io.message(waitingText(run.number, watching.awaited, server.isOurs))
    return EXIT.runWaits
  }
  if (server.isOurs) {
    await server.stop('handover')
    io.message(
      `Run ${run.number} has no server now, so it starts nothing new. Its running agents continue. To continue the run: coppice run. To end it: coppice cancel.`,
    )
    return watching.signal ? signalExitCode(watching.signal) : EXIT.stillRunning
  }
  io.message(
    `Run ${run.number} continues. To watch it: ${server.link.url} or coppice watch. To end it: coppice cancel.`,
  )
  return EXIT.stillRunning
}

/** Prints which runs of other projects lose their server when this command ends. They continued while this process was the server. */
async function printWaitingRuns(io: Io, { link }: UsedServer, ownRunId: string): Promise<void> {
  for (const { name, activeRun } of await projectsOf(link.api))
    if (activeRun && activeRun.id !== ownRunId)
      io.message(
        `Run ${activeRun.number} of ${name} has no server now, so it starts nothing new. Its running agents continue. To continue the run: coppice serve.`,
      )
}
