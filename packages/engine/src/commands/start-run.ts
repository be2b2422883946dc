import { randomUUID } from 'node:crypto'
import { isLimited } from '../domain/budget.ts'
import type { Forecast } from '../domain/forecast.ts'
import { keptOfRun, runBranch, runPins, workBranches } from '../domain/naming.ts'
import type { GraphBatch } from '../domain/plan.ts'
import type { PlanRecord, ProjectRecord, RunRecord, TaskRecord } from '../domain/records.ts'
import { CircularDependency, InvalidInput, NothingToDo, RunActive } from '../domain/refusals.ts'
import { asRunOptions, assertConcurrency, type RunOptions } from '../domain/run-options.ts'
import { isUndo } from '../lifecycle/hand-delivery.ts'
import { insertRun } from '../lifecycle/run-lifecycle.ts'
import { planGraph } from '../plan/plan-graph.ts'
import { chosenGraph } from '../reads/chosen-graph.ts'
import { type DoneTasks, doneTasks } from '../reads/done-tasks.ts'
import { keptWork } from '../reads/kept-work.ts'
import { projectOf } from '../reads/project-of.ts'
import { runForecast } from '../reads/run-forecast.ts'
import { agentProblems } from './agent-problems.ts'
import { budgetOf } from './budget-of.ts'
import { checkPrices } from './check-prices.ts'
import type { CommandDeps } from './command-deps.ts'
import { learnerProblems } from './learner-problems.ts'
import { newRun, newRunTasks, type RunTasks } from './new-run.ts'
import { sandboxProblems } from './sandbox-problems.ts'
import { startReason } from './start-reason.ts'

export interface StartRun extends RunOptions {
  projectId: string
  /** Runs only these tasks and the incomplete tasks that they depend on. When absent, it runs all incomplete tasks. */
  taskIds?: readonly string[] | null
  /** In dollars. When absent or null, the run has no budget. */
  budgetUsd?: number | null
}

/** Stores a run of the incomplete tasks. The server then carries it out. A refusal writes nothing. */
export async function startRun(deps: CommandDeps, input: StartRun): Promise<RunRecord> {
  const project = await projectOf(deps, input.projectId)
  assertConcurrency(input.maxConcurrency)
  await refuseWhileActive(deps, project)
  const plan = await deps.store.plan(project.id)
  const done = await doneTasks(deps, project)
  await done.repository.assertReady(done.base)
  const chosen = chosenGraph(plan, input.taskIds ?? null, done.keys)
  const graph = planGraph({ ...chosen, done: done.keys })
  if (!graph.ok) throw new CircularDependency(graph.cycles)
  if (graph.batches.length === 0) throw new NothingToDo(nothingToDo(project, plan, input))
  const due = dueTasks(plan, graph.batches)
  const warning = await checkAgents(deps, project, due)
  const budgetMicroUsd = budgetOf(input.budgetUsd)
  const { models, learning } = project.settings
  if (isLimited({ budgetMicroUsd }, project)) checkPrices(deps, due, models, learning)
  const kept = await keptWork(deps, project, done.repository)
  const options = asRunOptions(input)
  const of = { project, plan, graph: chosen, done: done.keys, kept: new Set(kept.keys()), options }
  const forecast = await runForecast(deps, of)
  const tasksOf = (id: string) => newRunTasks(id, plan, graph, kept)
  const run = await insert(deps, project, { options, done, tasksOf, forecast, budgetMicroUsd, warning })
  deps.reach('start.branch-made')
  return run
}

async function refuseWhileActive(deps: CommandDeps, project: ProjectRecord): Promise<void> {
  const active = await deps.store.activeRun(project.id)
  if (!active) return refuseWhileUndoing(deps, project)
  const message = `Run ${active.number} is active. A project has one active run at a time: wait until this run has ended, or cancel it.`
  throw new RunActive(active.id, message)
}

/** Refuses a start while a delivery is being undone, because the run could start from the work that is being taken back. */
async function refuseWhileUndoing(deps: CommandDeps, project: ProjectRecord): Promise<void> {
  const undone = (await deps.store.requestedDeliveries()).find((run) => run.projectId === project.id && isUndo(run))
  if (undone)
    throw new RunActive(undone.id, `The delivery of run ${undone.number} is being undone. Start again in a moment.`)
}

function nothingToDo(project: ProjectRecord, plan: PlanRecord, { taskIds }: StartRun): string {
  if (taskIds) return taskIds.length === 0 ? 'No task was chosen. Choose at least one.' : 'Every chosen task is done.'
  return plan.tasks.some((task) => task.archivedAt === null)
    ? `Every task of ${project.name} is done.`
    : `${project.name} has no plan yet. Import one: coppice run --plan FILE`
}

/** Returns the tasks of the plan that the run has. */
function dueTasks(plan: PlanRecord, batches: readonly GraphBatch[]): TaskRecord[] {
  const due = new Set(batches.flatMap((batch) => batch.keys))
  return plan.tasks.filter((task) => task.archivedAt === null && due.has(task.key))
}

/**
 * Checks that this server can start the agents of all tasks, in a sandbox if the plan requires one, and the model that learns.
 *
 * @returns a warning for people, or null
 * @throws InvalidInput when it cannot start one of them
 */
async function checkAgents(
  deps: CommandDeps,
  { settings }: ProjectRecord,
  tasks: readonly TaskRecord[],
): Promise<string | null> {
  const { refused, canConfine, warning } = await sandboxProblems(deps, tasks)
  const problems = [...agentProblems(deps, tasks, canConfine), ...learnerProblems(deps, settings), ...refused]
  if (problems.length > 0) throw new InvalidInput(problems)
  return warning
}

interface Starting {
  options: RunOptions
  done: DoneTasks
  tasksOf: (runId: string) => RunTasks
  forecast: Forecast | null
  budgetMicroUsd: number | null
  warning: string | null
}

/**
 * Stores the run under the next number whose branches and refs do not exist. The number may be taken by another project, because two projects
 * may share a repository and so its branch names. If somebody deleted the branch of an undelivered run, its pin still takes the number, also for other projects.
 */
async function insert(
  deps: CommandDeps,
  project: ProjectRecord,
  { options, done, tasksOf, forecast, budgetMicroUsd, warning }: Starting,
): Promise<RunRecord> {
  const { repository, base, taken, carried } = done
  const id = randomUUID()
  const { batches, tasks } = tasksOf(id)
  for (let number = project.lastRunNumber + 1; ; number += 1) {
    const branch = runBranch(number)
    const made = { id, number, branch, baseCommit: base, carriedRunIds: [...taken, ...carried].map((run) => run.id) }
    const totals = {
      totalBatches: batches.length,
      totalTasks: tasks.length,
      forecast,
      budgetMicroUsd,
      statusReason: startReason(
        project,
        done,
        tasks.map(({ key }) => key),
        warning,
      ),
    }
    const run = newRun(project, options, { ...made, ...totals }, deps.clock.now())
    const below = [runPins(number), workBranches(number), keptOfRun(number)]
    const reservation = await repository.reserve(branch, below, base, async () => {
      const inserted = await insertRun(deps, run, batches, tasks)
      if (inserted) deps.reach('start.stored')
      return inserted
    })
    if (reservation.is === 'reserved') return reservation.stored
    if (reservation.is === 'refused') await refuseWhileActive(deps, project)
  }
}
