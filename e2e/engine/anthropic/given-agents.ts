import { anthropicScripts } from '@coppice/anthropic-host'
import type { Clock, ModelCalled, NumberedFact, SessionRecord } from '@coppice/engine'
import {
  createSimulator,
  type ScriptInput,
  type ServedRequest,
  type Simulator,
  type SimulatorOptions,
} from '@coppice/messages-simulator'
import { until } from '@coppice/testkit'
import { onTestFinished } from 'vitest'
import { type EngineUnderTest, engineUnderTest, eventOf, projectWith } from '../engine-under-test.ts'
import { argumentsOf, livingProcesses } from '../living-processes.ts'

/** The key that the agents of tests have. */
export const KEY = 'sk-ant-test-0123456789abcdef'

export interface Agents {
  under: EngineUnderTest
  simulator: Simulator
  /** Ends both. The end of the test does this too. */
  close(): Promise<void>
}

/** Starts a simulator and an engine whose agents speak to it. @param parts other parts for the engine */
export async function givenAgents(
  scripts: Readonly<Record<string, ScriptInput>>,
  options: Omit<SimulatorOptions, 'scripts'> = {},
  parts: { clock?: Clock; reach?: (point: string) => void } = {},
): Promise<Agents> {
  const simulator = await createSimulator({ scripts, seed: 1, ...options })
  const under = await engineUnderTest('pglite', {
    scripts: anthropicScripts,
    environment: { ...process.env, ANTHROPIC_BASE_URL: simulator.url, ANTHROPIC_API_KEY: KEY },
    graceMs: 8_000,
    ...parts,
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
export const givenTasks = ({ under }: Agents, keys: readonly string[], defaults: object = {}) =>
  projectWith(under, {
    defaults: { agent: 'anthropic', model: 'claude-haiku-4-5', maxAttempts: 2, ...defaults },
    epics: [{ key: 'e', tasks: keys.map((key) => ({ key, description: `Add ${key}`, action: `[[script:${key}]]` })) }],
  })

/**
 * Waits until a run holds a provider.
 * @param runId by default, the first run
 * @returns when the hold ends, in milliseconds since the epoch
 */
export async function holdOf({ under }: Agents, runId?: string): Promise<number> {
  const id = runId ?? (await until('a run', async () => (await under.database.prisma.run.findFirst())?.id))
  const event = await eventOf(under, id, ({ type }) => type === 'ProviderHeld')
  return (event.data as { until: number }).until
}

/** Returns a step that writes a file and commits it. */
export const writes = (name: string): ScriptInput['steps'][number] => ({
  text: `I write ${name}.`,
  calls: [
    { tool: 'bash', input: { command: `echo ${name} > ${name}.txt && git add -A && git commit -qm "Add ${name}"` } },
  ],
})

/** Returns the pid of the host of a session, or null. Its wrapper has the path of the script in its arguments too. */
export function hostOf(sessionId: string): number | null {
  return (
    livingProcesses(sessionId).find((pid) => /\/(host\.ts|anthropic-host\.mjs)$/.test(argumentsOf(pid)[1] ?? '')) ??
    null
  )
}

/** The sessions of a run, each with its facts. */
export async function sessionsOf(
  { under }: Agents,
  runId: string,
): Promise<(SessionRecord & { facts: NumberedFact[] })[]> {
  const sessions = await under.database.store.sessions(runId)
  return Promise.all(sessions.map(async (one) => ({ ...one, facts: await under.facts(one.id) })))
}

export const callsOf = (facts: readonly NumberedFact[]): ModelCalled[] =>
  facts.flatMap((fact) => (fact.type === 'ModelCalled' && !fact.partial ? [fact] : []))

/** The tokens that a client was told in these requests. */
export function tokensOf(served: readonly Readonly<ServedRequest>[]) {
  const sum = (of: (one: ServedRequest) => number) => served.reduce((total, one) => total + of(one), 0)
  return {
    inputTokens: sum(({ input }) => input),
    outputTokens: sum(({ output }) => output),
    cacheReadTokens: sum(({ cacheRead }) => cacheRead),
    cacheWriteTokens: sum(({ cacheWrite5m, cacheWrite1h }) => cacheWrite5m + cacheWrite1h),
  }
}
