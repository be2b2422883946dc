import { knownAgents } from '../agents/known-agents.ts'
import type { Io } from '../io.ts'
import { chooseAgent } from './choose-agent.ts'
import { planTemplate } from './plan-template.ts'
import { templateAgent } from './template-agent.ts'
import { writePlan } from './write-plan.ts'

/** Carries out `coppice init`: writes a plan for an agent that can be used here. */
export async function initPlan(io: Io, file: string, named: string | undefined): Promise<void> {
  const { agents } = await knownAgents()
  const agent = await chooseAgent(io, agents, named)
  await writePlan(file, planTemplate(templateAgent(agent)))
  io.message(`Wrote ${file}. ${agent.title} does its tasks. To see other agents: coppice agents`)
  if (agent.advice !== null) io.message(`${agent.name} cannot be used here yet: ${agent.advice}.`)
  if (agent.note !== null) io.message(agent.note)
  io.message(`Edit the plan, then check it: coppice plan check ${file}. To carry it out: coppice run --plan ${file}`)
}
