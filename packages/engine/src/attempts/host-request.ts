import { delimiter, isAbsolute } from 'node:path'
import { secretVariables, withSecrets } from '../agents/agent-settings.ts'
import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { AgentSettings } from '../domain/settings.ts'
import { agentOfSession } from '../ports/agent-of-session.ts'
import type { HostRequest } from '../ports/hosts.ts'
import type { AttemptParts } from './attempt-parts.ts'
import { equipmentOf } from './equipment-of.ts'
import { nodeProxy } from './node-proxy.ts'
import type { RunSite } from './run-site.ts'
import { confine } from './sandbox/confine.ts'
import type { Confinement } from './sandbox/sandbox-of.ts'
import { scriptStart } from './script-start.ts'
import { sessionEnvironment } from './session-environment.ts'
import { taskToolVariables } from './task-tool-files.ts'
import { worktreePath } from './worktree-path.ts'

/** Makes the request that starts the process of a session: command, folder, environment and limits. @throws when the agent has no session of this kind */
export async function hostRequest(
  parts: AttemptParts,
  site: RunSite,
  order: AttemptOrder,
  confinement: Exclude<Confinement, { is: 'refused' }>,
): Promise<HostRequest> {
  const { sessionId, kind, limits, resume, allowance } = order
  const { model } = order.agent
  const agent = agentOfSession(parts.agents, order.agent.settings)
  const started = agent?.start({ kind, settings: settingsWithSecrets(parts, order), model, resume, limits, allowance })
  if (!agent || !started)
    throw new Error(
      `agents of the kind ${order.agent.settings.kind} cannot do a session of the kind ${kind}. Choose another agent for the task in the plan`,
    )
  const received = agent.variables(order.agent.settings)
  const { command, env } = 'script' in started ? await scriptStart(parts, order, started) : started
  const equipped = equipmentOf(parts, site, order).env
  const request: HostRequest = {
    sessionId,
    agent,
    command,
    cwd: worktreePath(parts, order),
    env: {
      ...withProgram(equipped, parts.programs),
      ...('script' in started ? nodeProxy(equipped) : {}),
      ...(await site.repository.identity()),
      ...parts.passed.take(received.secret),
      ...parts.passed.read(received.open),
      ...env,
      ...(await variables(parts, order)),
      ...(await taskToolVariables(parts, order)),
    },
    limits,
  }
  if (confinement.is === 'none') return request
  return confine(parts, confinement.sandbox, site, order, request, {
    before: 'script' in started ? started.before : undefined,
    // For example, ANTHROPIC_CONFIG_DIR.
    readable: Object.values(parts.passed.read(received.open)).filter(isAbsolute),
  })
}

/** Adds the folder with `coppice` at the end of PATH. A `coppice` that the user has installed is found first. */
const withProgram = (env: Readonly<Record<string, string>>, folder: string | undefined) =>
  folder === undefined ? env : { ...env, PATH: env.PATH ? `${env.PATH}${delimiter}${folder}` : folder }

function settingsWithSecrets({ agents, passed }: AttemptParts, { agent: { settings } }: AttemptOrder): AgentSettings {
  return withSecrets(settings, passed.take(Object.values(secretVariables(settings, agents))), agents)
}

async function variables({ hosts }: AttemptParts, order: AttemptOrder): Promise<Record<string, string>> {
  const { sessionId, tree, prompt } = order
  const files = tree.conflictFiles
  return sessionEnvironment(order, {
    promptFile: await hosts.provide(sessionId, 'prompt.md', prompt),
    conflictFilesFile: files && (await hosts.provide(sessionId, 'conflict-files.txt', `${files.join('\n')}\n`)),
  })
}
