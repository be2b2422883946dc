import type { FollowUpRecord, PlanRecord, ProjectRecord } from '../domain/records.ts'
import { CircularDependency, InvalidInput, NotFound, RunActive } from '../domain/refusals.ts'
import { planGraph } from '../plan/index.ts'
import { doneTasks } from '../reads/done-tasks.ts'
import { projectOf } from '../reads/project-of.ts'
import { storedGraph } from '../reads/stored-graph.ts'
import type { CommandDeps } from './command-deps.ts'
import { keyFor } from './key-for.ts'

export interface AcceptFollowUp {
  followUpId: string
  /** The key of another epic than the proposal names. */
  epicKey?: string | null
  /** The keys of the tasks on which the new task depends, in place of those that the proposal names. */
  dependsOn?: readonly string[] | null
  /** The name of who accepts; absent when it is not known. */
  author?: string
}

/** The priority of a task whose plan file gives none. */
const DEFAULT_PRIORITY = 999

/**
 * Makes a task of the plan from a task that an agent proposed. It gets the agent and the other settings of the task whose agent proposed it.
 */
export async function acceptFollowUp(
  deps: CommandDeps,
  { followUpId, epicKey, dependsOn, author }: AcceptFollowUp,
): Promise<{ project: ProjectRecord; taskKey: string }> {
  const followUp = await openFollowUp(deps, followUpId)
  const project = await projectOf(deps, followUp.projectId)
  await refuseWhileActive(deps.store, project.id)
  const proposer = await deps.store.runTask(followUp.runTaskId)
  if (!proposer) throw new NotFound('The task whose agent made this proposal no longer exists.')
  const plan = await deps.store.plan(project.id)
  const epic = plan.epics.find(({ key }) => key === (epicKey ?? followUp.epicKey))
  if (!epic)
    throw new InvalidInput([
      { path: 'epicKey', message: `the plan has no epic ${epicKey ?? followUp.epicKey}. Choose one of its epics` },
    ])
  const needs = [...new Set(dependsOn ?? followUp.dependsOn)]
  const needed = await neededTasks(deps, project, plan, needs)
  const taskKey = await keyFor(deps.store, project.id, plan, followUp)
  refuseCycle(plan, { key: taskKey, epicKey: epic.key, needs })
  const task = {
    ...{ key: taskKey, epicId: epic.id, description: followUp.title, action: followUp.text || null },
    ...{ priority: DEFAULT_PRIORITY, settings: { ...proposer.settings, files: [] } },
    dependsOn: needed.map((taskId) => ({ taskId, kind: 'HARD' as const })),
  }
  const at = deps.clock.now()
  await deps.store.transaction(async (tx) => {
    await refuseWhileActive(tx, project.id)
    const decision = { status: 'ACCEPTED', decidedAt: at, decidedBy: author ?? null, taskKey } as const
    if (!(await tx.decideFollowUp(followUp.id, decision))) throw decidedBefore(followUp)
    await tx.addTask(project.id, task, at)
  })
  return { project: await projectOf(deps, project.id), taskKey }
}

/** @throws NotFound, or InvalidInput when somebody has decided before */
export async function openFollowUp({ store }: Pick<CommandDeps, 'store'>, id: string): Promise<FollowUpRecord> {
  const followUp = await store.followUp(id)
  if (!followUp) throw new NotFound('There is no proposed follow-up task with this id.')
  if (followUp.status !== 'PROPOSED') throw decidedBefore(followUp)
  return followUp
}

export const decidedBefore = ({ number }: FollowUpRecord): InvalidInput =>
  new InvalidInput([{ path: 'followUpId', message: `somebody has already decided about the proposal ${number}` }])

async function refuseWhileActive(store: Pick<CommandDeps['store'], 'activeRun'>, projectId: string): Promise<void> {
  const active = await store.activeRun(projectId)
  if (!active) return
  const message = `Run ${active.number} is active, so no task can be added to the plan. Wait until the run has ended, or cancel it.`
  throw new RunActive(active.id, message)
}

/** Finds the ids of the tasks with these keys. A task that is no longer in the plan may be named only if it is done (P1). */
async function neededTasks(
  deps: CommandDeps,
  project: ProjectRecord,
  plan: PlanRecord,
  keys: readonly string[],
): Promise<readonly string[]> {
  const ids = new Map(plan.tasks.map(({ key, id }) => [key, id]))
  const absent = keys.filter((key) => !ids.has(key))
  if (absent.length > 0) {
    const { keys: done } = await doneTasks(deps, project)
    const archived = await deps.store.archivedTasks(project.id, absent)
    for (const [key, id] of archived) if (done.has(key)) ids.set(key, id)
  }
  const unknown = keys.filter((key) => !ids.has(key))
  if (unknown.length > 0)
    throw new InvalidInput(
      unknown.map((key) => ({ path: 'dependsOn', message: `no task of the plan has the key ${key}. Give other keys` })),
    )
  return keys.map((key) => ids.get(key) as string)
}

/** A cycle is possible, because an epic may depend on the epic of the new task (P2). @throws CircularDependency (P1) */
function refuseCycle(plan: PlanRecord, task: { key: string; epicKey: string; needs: readonly string[] }): void {
  const { epics, tasks } = storedGraph(plan)
  const dependsOn = task.needs.map((key) => ({ key, kind: 'HARD' as const }))
  const added = { ...task, dependsOn, priority: DEFAULT_PRIORITY, position: tasks.length }
  const graph = planGraph({ epics, tasks: [...tasks, added], done: new Set() })
  if (!graph.ok) throw new CircularDependency(graph.cycles)
}
