import type { Plan, PlanProblem } from '../domain/plan.ts'
import type { PlanChanges, Safeguard } from '../domain/plan-changes.ts'
import type { PlanRecord, ProjectRecord } from '../domain/records.ts'
import { CircularDependency, InvalidPlan, RunActive, SafeguardRemoved } from '../domain/refusals.ts'
import { graphInputOf, planGraph } from '../plan/index.ts'
import { type MissingNeed, withFollowUps } from '../plan/kept-follow-ups.ts'
import { planChanges } from '../plan/plan-changes.ts'
import { removedSafeguards } from '../plan/setting-changes.ts'
import { doneTasks } from '../reads/done-tasks.ts'
import { inSlices } from '../reads/in-slices.ts'
import { projectOf } from '../reads/project-of.ts'
import type { CommandDeps } from './command-deps.ts'

export interface ImportPlan {
  projectId: string
  source: string
  /** When true, nothing is written, and a removed safeguard is not refused. `changes` lists what an import would change. */
  dryRun?: boolean
  /** The safeguards that the import may remove (P6). When absent, it may remove none. */
  mayRemove?: readonly Safeguard[]
}

export interface PlanImport {
  project: ProjectRecord
  changes: PlanChanges
}

/** Imports a plan (P6). Nothing is written unless the whole plan is valid. */
export async function importPlan(deps: CommandDeps, input: ImportPlan): Promise<PlanImport> {
  const project = await projectOf(deps, input.projectId)
  await refuseWhileActive(deps, project)
  const { plan, kept } = await parsedPlan(deps, project, input.source)
  const changes = await changesOf(deps, project, plan, kept)
  if (input.dryRun) return { project, changes }
  refuseRemoval(changes.removedSafeguards, input, changes)
  const staged = await deps.store.stagePlan(project.id, plan, deps.clock.now())
  await deps.store.transaction(async (tx) => {
    const active = await tx.activeRun(project.id)
    if (active) throw new RunActive(active.id, activeMessage(active.number))
    // Another import may have set a safeguard meanwhile, so the project is read again.
    const { settings } = (await tx.project(project.id)) ?? project
    refuseRemoval(removedSafeguards(settings, plan), input, changes)
    await tx.replacePlan(project.id, plan, input.source, deps.clock.now(), staged)
  })
  return { project: (await deps.store.project(project.id)) ?? project, changes }
}

function refuseRemoval(safeguards: readonly Safeguard[], { mayRemove = [] }: ImportPlan, changes: PlanChanges): void {
  const removed = safeguards.filter((one) => !mayRemove.includes(one))
  if (removed.length > 0) throw new SafeguardRemoved(removed, changes)
}

async function refuseWhileActive(deps: CommandDeps, project: ProjectRecord): Promise<void> {
  const active = await deps.store.activeRun(project.id)
  if (active) throw new RunActive(active.id, activeMessage(active.number))
}

const activeMessage = (number: number) =>
  `Run ${number} is active, so no plan can be imported. Wait until the run has ended, or cancel it.`

/** Reads a plan file, and adds the accepted follow-ups that the file lacks. `kept` has the keys of these follow-ups. */
async function parsedPlan(
  deps: CommandDeps,
  project: ProjectRecord,
  source: string,
): Promise<{ plan: Plan; kept: readonly string[] }> {
  const present = await deps.store.plan(project.id)
  const done = await doneEarlier(deps, project, present)
  const followUps = present.tasks.flatMap(({ key, followUp }) => (followUp ? [key] : []))
  const parsed = await deps.parsePlan(source, { knownTaskKeys: new Set([...done, ...followUps]) })
  if (!parsed.ok) throw parsed.cycles ? new CircularDependency(parsed.cycles) : new InvalidPlan(parsed.problems)
  const { plan, kept, missing } = withFollowUps(parsed.plan, present, done)
  if (missing.length > 0) throw new InvalidPlan(missing.map(missingNeed))
  if (kept.length > 0) refuseCycle(plan)
  return { plan, kept }
}

function refuseCycle(plan: Plan): void {
  const graph = planGraph({ ...graphInputOf(plan), done: new Set() })
  if (!graph.ok) throw new CircularDependency(graph.cycles)
}

const missingNeed = ({ task, needs }: MissingNeed): PlanProblem => ({
  message: `the task "${task}", which a person accepted as a follow-up, needs "${needs}", which this plan no longer has. Keep "${needs}" in the plan, or drop "${task}" first`,
  ...{ path: 'epics', line: null, column: null },
})

/**
 * Returns the keys of done tasks that `dependsOn` may name even if the new plan does not contain them (P6). These are the done tasks that
 * were archived before, and the done tasks of the present plan, which this import may archive. A project that never had a plan has no such
 * tasks, so git is not asked.
 */
async function doneEarlier(
  deps: CommandDeps,
  project: ProjectRecord,
  { tasks }: PlanRecord,
): Promise<ReadonlySet<string>> {
  if (project.planVersion === 0) return new Set()
  const { keys } = await doneTasks(deps, project)
  const archived = await deps.store.archivedTasks(project.id, [...keys])
  return new Set([...archived.keys(), ...tasks.map(({ key }) => key).filter((key) => keys.has(key))])
}

async function changesOf(
  { store }: CommandDeps,
  project: ProjectRecord,
  plan: Plan,
  keptFollowUps: readonly string[],
): Promise<PlanChanges> {
  const tasks = plan.epics.flatMap((epic) => epic.tasks)
  const named = tasks.flatMap((task) => [task.key, ...task.dependsOn.map(({ key }) => key)])
  const epicKeys = plan.epics.map(({ key }) => key)
  const archived = {
    epics: await store.archivedEpics(project.id, epicKeys),
    tasks: await store.archivedTasks(project.id, [...new Set(named)]),
  }
  const before = { settings: project.settings, plan: await store.plan(project.id), archived }
  return { ...(await inSlices(planChanges(before, plan))), keptFollowUps }
}
