import { readdirSync } from 'node:fs'
import { commandPlan, testWhere, until } from '@coppice/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { type EngineUnderTest, finished, projectWith, startParallel } from '../engine-under-test.ts'
import { argumentsOf, livingProcesses } from '../living-processes.ts'
import { CAN_CONFINE, engineWithSandbox, LACK } from './given-sandbox.ts'

const WAITS = `setsid sh -c "trap '' TERM; sleep 600" >/dev/null 2>&1 & echo ready; until [ -e go ]; do sleep 0.1; done; echo a > a.txt`
const PLAN = commandPlan([{ key: 'a', epic: 'x', run: WAITS }], { defaults: { maxAttempts: 1, sandbox: 'required' } })

/** Waits until the agent runs. */
const working = ({ database, facts }: EngineUnderTest, runId: string) =>
  until('the agent runs', async () => {
    const session = (await database.store.sessions(runId)).at(-1)
    const said = session ? await facts(session.id) : []
    return session?.worktreePath && said.some((fact) => 'text' in fact && fact.text === 'ready') ? session : null
  })

const commandLine = (pid: number): string => argumentsOf(pid).join(' ')

async function given() {
  const under = await engineWithSandbox()
  const { project } = await projectWith(under, PLAN)
  const run = await startParallel(under, project)
  return { under, run, session: await working(under, run.id) }
}

testWhere(
  test,
  CAN_CONFINE,
  LACK ?? '',
)('R1, C1: a server that starts again adopts an agent in a sandbox, and a cancel leaves nothing alive', async () => {
  const { under, run, session } = await given()
  const lines = livingProcesses(session.id).map(commandLine).join('\n')
  for (const program of ['bwrap', 'socat']) expect(lines).toContain(program)
  await under.engine.stop('handover')
  const next = await under.restart()
  onTestFinished(() => next.engine.stop('interrupt'))
  expect(livingProcesses(session.id)).not.toEqual([])
  await next.engine.cancel({ runId: run.id })
  expect((await finished(next, run.id)).statuses).toEqual({ a: 'CANCELLED' })
  expect(livingProcesses(session.id)).toEqual([])
  expect(readdirSync(`${under.home}/sessions/${session.id}`)).not.toContain('confined')
})

testWhere(
  test,
  CAN_CONFINE,
  LACK ?? '',
)('C1: after a kill -9 of the process that holds the sandbox, nothing of the session is alive', async () => {
  const { under, run, session } = await given()
  const holder = livingProcesses(session.id).find((pid) => /^\S*node \S*sandbox-host/.test(commandLine(pid)))
  expect(holder).toBeDefined()
  process.kill(holder ?? 0, 'SIGKILL')
  expect((await finished(under, run.id)).statuses).toEqual({ a: 'FAILED' })
  expect(livingProcesses(session.id)).toEqual([])
})
