import type { InvalidInput } from '../domain/refusals.ts'
import type { ProjectSettings } from '../domain/settings.ts'
import { serverFacts } from '../reads/server-facts.ts'
import { LEARNER } from '../session-kinds/learning/learner.ts'
import type { CommandDeps } from './command-deps.ts'

/** Finds what would keep a model from learning on this server, if the plan asks for it: for example, a missing key. */
export function learnerProblems(
  { agents, passed, env }: Pick<CommandDeps, 'agents' | 'passed' | 'env'>,
  { learning }: Pick<ProjectSettings, 'learning'>,
): InvalidInput['fields'] {
  if (learning === null) return []
  const agent = agents.get(LEARNER.kind)
  const obstacle = agent
    ? agent.obstacle(serverFacts({ passed, env }), LEARNER)
    : `this server has no agents of the kind ${LEARNER.kind}`
  if (obstacle === null) return []
  const message = `${obstacle}. The plan lets a model learn from sessions. To learn by rules alone, remove "learn: model" from "expertise"`
  return [{ path: 'expertise.learn', message }]
}
