import { lackingSettings } from '../agents/agent-settings.ts'
import { agentAdvice } from '../agents/no-such-agent.ts'
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
      if (!agent) withoutAgent.push(task)
      else
        for (const { name, why } of lackingSettings(agent, { ...inEpic, ...ownValues(task) })) missing(task, name, why)
    }
  }
  reportAgent(withoutAgent)
}

const nearestAgent = (levels: readonly Partial<AgentValues>[]) => levels.find(({ agent }) => agent !== undefined)?.agent

/** Reports one mistake for all tasks without an agent, because usually the agent is missing in the defaults. */
function reportAgent([first, ...others]: readonly TaskInFile[]): void {
  if (!first) return
  const more = others.length > 0 ? ` and ${others.length} more` : ''
  const advice = `Write ${agentAdvice()}. In "defaults" it applies to all tasks`
  missing(first, 'agent', `no agent is set for this task${more}. ${advice}`)
}

function missing({ key }: TaskInFile, name: string, message: string): void {
  const place = key.place
  if (!place) return
  const path = place.path.replace(/key$/, name)
  report({ ...place, path }, `"${name}" is missing: ${message}`)
}
