import type { ProjectRecord } from '../domain/records.ts'
import { CircularDependency, InvalidPlan, RunActive } from '../domain/refusals.ts'
import { parsePlan } from '../plan/parse-plan.ts'
import { doneTasks } from '../reads/done-tasks.ts'
import { projectOf } from '../reads/project-of.ts'
import type { CommandDeps } from './command-deps.ts'

/** P6. Nothing is written unless the whole plan is right. */
export async function importPlan(
  deps: CommandDeps,
  input: { projectId: string; source: string },
): Promise<ProjectRecord> {
  const project = await projectOf(deps, input.projectId)
  await refuseWhileActive(deps, project)
  const known = await archivedAndDone(deps, project)
  const parsed = parsePlan(input.source, { knownTaskKeys: known })
  if (!parsed.ok) throw parsed.cycles ? new CircularDependency(parsed.cycles) : new InvalidPlan(parsed.problems)
  await deps.store.transaction(async (tx) => {
    const active = await tx.activeRun(project.id)
    if (active) throw new RunActive(active.id, activeMessage(active.number))
    await tx.replacePlan(project.id, parsed.plan, input.source, deps.clock.now())
  })
  return (await deps.store.project(project.id)) ?? project
}

async function refuseWhileActive(deps: CommandDeps, project: ProjectRecord): Promise<void> {
  const active = await deps.store.activeRun(project.id)
  if (active) throw new RunActive(active.id, activeMessage(active.number))
}

const activeMessage = (number: number) =>
  `Run ${number} is active. A plan cannot be imported meanwhile: wait until it has ended, or cancel it.`

/** P1, P6: `dependsOn` may name an archived task that is done. */
async function archivedAndDone(deps: CommandDeps, project: ProjectRecord): Promise<Set<string>> {
  const { tasks } = await deps.store.plan(project.id)
  if (tasks.length === 0) return new Set()
  const { keys } = await doneTasks(deps, project)
  return new Set(tasks.map((task) => task.key).filter((key) => keys.has(key)))
}
