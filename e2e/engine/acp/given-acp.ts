import { acpScripts } from '@coppice/acp-host'
import type { NumberedFact } from '@coppice/engine'
import { createSimulator, type ScriptInput, type SimulatorOptions } from '@coppice/messages-simulator'
import { tempFolder, until } from '@coppice/testkit'
import { onTestFinished } from 'vitest'
import { type Agents, KEY, sessionsOf } from '../anthropic/given-agents.ts'
import { engineUnderTest, projectWith } from '../engine-under-test.ts'
import { AGENTS } from './installed-agents.ts'

/** A real agent that speaks ACP, and the model that its plan names. */
export interface RealAgent {
  preset: string
  model: string
}

export const CLAUDE_CODE: RealAgent = { preset: 'claude-code', model: 'claude-haiku-4-5' }
export const OPENCODE: RealAgent = { preset: 'opencode', model: 'anthropic/claude-haiku-4-5' }

/** Starts a simulator and an engine whose agents speak to it. */
export async function givenAcp(
  scripts: Readonly<Record<string, ScriptInput>>,
  options: Omit<SimulatorOptions, 'scripts'> = {},
  variables: NodeJS.ProcessEnv = {},
): Promise<Agents> {
  const simulator = await createSimulator({ scripts, seed: 1, ...options })
  const under = await engineUnderTest('pglite', {
    scripts: acpScripts,
    agentsRoot: AGENTS,
    // An agent on a busy machine needs this to report what it has used.
    graceMs: 8_000,
    environment: {
      ...process.env,
      ANTHROPIC_BASE_URL: simulator.url,
      ANTHROPIC_API_KEY: KEY,
      // Claude Code runs the shell profile before each command. That of the person who runs the tests may be slow: one was seen to need 60 s.
      HOME: tempFolder('home'),
      ...variables,
    },
  })
  let closed: Promise<void> | null = null
  const close = () => {
    closed ??= under.close().then(() => simulator.close())
    return closed
  }
  onTestFinished(close)
  return { under, simulator, close }
}

/** Creates a project whose plan has one task for each key. A task is done by the script with its key. */
export const givenAcpTasks = ({ under }: Agents, agent: RealAgent, keys: readonly string[], defaults: object = {}) =>
  projectWith(under, {
    defaults: { agent: 'acp', ...agent, maxAttempts: 2, ...defaults },
    epics: [{ key: 'e', tasks: keys.map((key) => ({ key, description: `Add ${key}`, action: `[[script:${key}]]` })) }],
  })

/** Waits until the newest session of a run has a fact that fits. */
export const factOf = <T extends NumberedFact['type']>(
  agents: Agents,
  runId: string,
  type: T,
  fits: (fact: Extract<NumberedFact, { type: T }>) => boolean = () => true,
) =>
  until(`the fact ${type}`, async () => {
    const session = (await sessionsOf(agents, runId)).at(-1)
    const fact = session?.facts.find((one) => one.type === type && fits(one as never))
    return session && fact ? { session, fact: fact as Extract<NumberedFact, { type: T }> } : null
  })

/** Waits until the newest session of a run asks a person. */
export const questionOf = ({ under }: Agents, runId: string) =>
  until('the question', async () => {
    const session = (await under.database.store.sessions(runId)).at(-1)
    return session?.question ? { sessionId: session.id, question: session.question } : null
  })

/** A step that waits until the file exists in the worktree. */
export const waitsFor = (file: string): ScriptInput['steps'][number] => ({
  text: 'I wait.',
  calls: [{ tool: 'bash', input: { command: `until [ -e ${file} ]; do sleep 0.1; done` } }],
})
