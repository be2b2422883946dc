import { foreignSettings, lackingSettings, type PlanValues } from '../agents/agent-settings.ts'
import { agentAdvice } from '../agents/no-such-agent.ts'
import type { Agent } from '../ports/agent.ts'
import { report } from '../shapes/shape.ts'
import { ownValues } from './own-fields.ts'
import type { AgentValues, PlanFile, TaskInFile } from './plan-file.ts'

/** Checks that each task has an agent and the settings that its agent needs. They can be in the task, its epic or the defaults. */
export function checkAgents(file: PlanFile): void {
  const withoutAgent: TaskInFile[] = []
  const above = ownValues(file.defaults ?? {})
  for (const epic of file.epics) {
    const inEpic = { ...above, ...ownValues(epic) }
    for (const task of epic.tasks) {
      const agent = nearestAgent([task, epic, file.defaults ?? {}])
      if (agent) checkSettings(task, agent, inEpic)
      else withoutAgent.push(task)
    }
  }
  reportAgent(withoutAgent)
}

/**
 * A setting of another kind of agent is a mistake in the task itself, because it would have no effect. In an epic or in the defaults it is
 * for the tasks that have such an agent.
 */
function checkSettings(task: TaskInFile, agent: Agent, above: PlanValues): void {
  const own = ownValues(task)
  for (const { name, why } of lackingSettings(agent, { ...above, ...own })) missing(task, name, why)
  for (const { name, kind } of foreignSettings(agent, own))
    reportAt(
      task,
      name,
      `"${name}" has no effect in the task ${task.key.value}: it is a setting of agent ${kind}, and the agent of this task is ${agent.kind}. Remove "${name}", or write "agent: ${kind}"`,
    )
}

const nearestAgent = (levels: readonly Partial<AgentValues>[]) => levels.find(({ agent }) => agent !== undefined)?.agent

/** Reports one mistake for all tasks without an agent, because usually the agent is missing in the defaults. */
function reportAgent([first, ...others]: readonly TaskInFile[]): void {
  if (!first) return
  const more = others.length > 0 ? ` and ${others.length} more` : ''
  const advice = `Write ${agentAdvice()}. In "defaults" it applies to all tasks`
  missing(first, 'agent', `no agent is set for this task${more}. ${advice}`)
}

const missing = (task: TaskInFile, name: string, message: string): void =>
  reportAt(task, name, `"${name}" is missing: ${message}`)

function reportAt({ key }: TaskInFile, name: string, message: string): void {
  const { place } = key
  if (place) report({ ...place, path: place.path.replace(/key$/, name) }, message)
}
