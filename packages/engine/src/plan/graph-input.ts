import type { GraphInput, Plan } from '../domain/plan.ts'

/** Turns a plan into input for `planGraph`. */
export function graphInputOf({ epics }: Pick<Plan, 'epics'>): GraphInput {
  const tasks = epics.flatMap((epic) => epic.tasks.map((task) => ({ ...task, epicKey: epic.key })))
  return { epics, tasks: tasks.map((task, position) => ({ ...task, position })) }
}
