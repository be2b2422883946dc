import { existsSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createSimulator, type ScriptInput } from '@coppice/messages-simulator'
import { tempFolder, testWhere } from '@coppice/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { AGENTS, installAgent } from '../acp/installed-agents.ts'
import { KEY } from '../anthropic/given-agents.ts'
import { finished, projectWith, startParallel } from '../engine-under-test.ts'
import { livingProcesses } from '../living-processes.ts'
import { CAN_CONFINE, engineWithSandbox, LACK } from './given-sandbox.ts'

/** A model that looks at what is outside of its sandbox, then does its task. */
const looksAt = (outside: string): ScriptInput['steps'][number] => ({
  text: 'I look around.',
  calls: [
    {
      tool: 'bash',
      input: {
        command: `cat ${outside}/secret.txt > seen.txt 2>/dev/null; { echo x > ${outside}/escaped; echo x > ${inSystem(outside)}; } 2>/dev/null; echo a > a.txt; git add -A && git commit -qm "Add a"`,
      },
    },
  ],
})

/** A file of the system that no agent may write. */
const inSystem = (outside: string): string => `/etc/${basename(outside)}`

async function given(agent: object, agentsRoot?: string) {
  const outside = tempFolder('outside')
  writeFileSync(join(outside, 'secret.txt'), 'a secret')
  const simulator = await createSimulator({ scripts: { a: { steps: [looksAt(outside), { text: 'Done.' }] } }, seed: 1 })
  onTestFinished(() => simulator.close())
  const environment = {
    ...process.env,
    ANTHROPIC_BASE_URL: simulator.url,
    ANTHROPIC_API_KEY: KEY,
    HOME: tempFolder('home'),
  }
  const under = await engineWithSandbox({ environment, graceMs: 8_000, ...(agentsRoot ? { agentsRoot } : {}) })
  const plan = {
    defaults: { ...agent, model: 'claude-haiku-4-5', maxAttempts: 1, sandbox: 'required' },
    epics: [{ key: 'e', tasks: [{ key: 'a', description: 'Add a', action: '[[script:a]]' }] }],
  }
  const { project, repository } = await projectWith(under, plan)
  const { run, tasks } = await finished(under, (await startParallel(under, project)).id)
  const session = (await under.database.store.sessions(run.id)).at(-1)
  const facts = await under.facts(session?.id ?? '')
  return { tasks, repository, session, facts, simulator, outside }
}

function expectWork({ tasks, repository, session, facts, outside }: Awaited<ReturnType<typeof given>>): void {
  expect(tasks, JSON.stringify(facts, null, 1)).toMatchObject([{ status: 'COMPLETED', attempts: 1 }])
  expect(repository.git('show', 'main:a.txt')).toBe('a')
  expect(repository.git('show', 'main:seen.txt')).toBe('')
  for (const path of [join(outside, 'escaped'), inSystem(outside)]) expect(existsSync(path), path).toBe(false)
  expect(facts.map(({ type }) => type)).toEqual(expect.arrayContaining(['ConversationNamed', 'Said', 'ToolCalled']))
  expect(livingProcesses(session?.id ?? '')).toEqual([])
}

testWhere(
  test,
  CAN_CONFINE,
  LACK ?? '',
)('an anthropic agent works in a sandbox, and its usage is recorded', async () => {
  const done = await given({ agent: 'anthropic' })
  expectWork(done)
  const served = done.simulator.served.length
  expect(done.facts.filter((fact) => fact.type === 'ModelCalled' && !fact.partial)).toHaveLength(served)
})

const lack = LACK ?? (await installAgent('claude-code'))

testWhere(test, lack === null, lack ?? '')(
  'the real Claude Code works in a sandbox by ACP',
  { timeout: 900_000 },
  async () => {
    expectWork(await given({ agent: 'acp', preset: 'claude-code' }, AGENTS))
  },
)
