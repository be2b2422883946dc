import type { Plan } from '@coppice/engine'
import { graphInputOf, mermaid, parsePlan, planGraph } from '@coppice/engine/plan'
import { deliveryWords } from '../delivery/delivery-words.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { problemLines } from '../plan-file/problem-lines.ts'
import { readPlan } from '../plan-file/read-plan.ts'
import { planText } from './plan-text.ts'

export type PlanFormat = 'text' | 'json' | 'mermaid'

/** Prints a valid plan on stdout, or the mistakes of an invalid plan on stderr. With the format `json`, both go to stdout. */
export async function checkPlan(io: Io, file: string, format: PlanFormat): Promise<ExitCode> {
  const parsed = parsePlan(await readPlan(file))
  if (parsed.ok) {
    show(io, file, parsed.plan, format)
    if (format === 'text') await printDelivery(io, file, parsed.plan)
    return EXIT.done
  }
  if (format === 'json') io.json({ ok: false, problems: parsed.problems }, 2)
  else io.message(problemLines(file, parsed.problems))
  return EXIT.usage
}

/** Prints to which branch a run of this repository would deliver, and what prevents the delivery now (D2). */
async function printDelivery(io: Io, file: string, { settings }: Plan): Promise<void> {
  const { checkedDelivery } = await import('./checked-delivery.ts')
  const checked = await checkedDelivery(file, settings.delivery)
  if (checked === null) return
  const { next, repositoryPath } = checked
  const change = (branch: string) => `coppice run --base ${branch}`
  io.message(`\n${deliveryWords(next, { repositoryPath, plan: file, change })}`)
}

function show(io: Io, file: string, plan: Plan, format: PlanFormat): void {
  const input = graphInputOf(plan)
  const graph = planGraph({ ...input, done: new Set() })
  if (!graph.ok) throw new Error('the plan has a cycle of dependencies that the parser did not find')
  const { batches, criticalPath } = graph
  if (format === 'mermaid') io.out(mermaid(mermaidInput(plan)).trimEnd())
  else if (format === 'text') io.out(planText(file, plan, graph))
  else io.json({ ok: true, name: plan.name, totalTasks: input.tasks.length, batches, criticalPath }, 2)
}

const mermaidInput = ({ epics }: Plan) => ({
  epics,
  tasks: epics.flatMap((epic) => epic.tasks.map((task) => ({ ...task, epicKey: epic.key }))),
})
