import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { createSimulator } from '@coppice/messages-simulator'
import { followOutput, followProgress, Gate, tempFolder, testWhere, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { AGENTS, installAgent } from '../engine/acp/installed-agents.ts'
import { Client } from './client.ts'
import { launch, newPlace, type Place } from './serve.ts'

/** The start of a server and of a real agent may be slow on a busy machine. */
const PATIENCE_MS = 600_000

const PLAN = JSON.stringify({
  defaults: { agent: 'acp', preset: 'claude-code', model: 'claude-haiku-4-5' },
  epics: [{ key: 'e', tasks: [{ key: 'a', description: 'Add files', action: '[[script:a]]' }] }],
})

const bash = (command: string) => [{ tool: 'bash', input: { command } }]

async function serve(place: Place, url: string, HOME: string) {
  const server = await launch(place, { HOME, ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: 'sk-ant-test-0123456789' })
  onTestFinished(() => server.killAll())
  await server.ready()
  return server
}

const lack = await installAgent('claude-code')

for (const [what, kill, sessions] of [
  ['its server', 'killServer', 1],
  ['its server, its host, the agent and all other processes', 'killAll', 2],
] as const)
  testWhere(it, lack === null, lack ?? '')(
    `R1: after kill -9 of ${what} within a tool, the conversation of the real Claude Code continues`,
    { timeout: PATIENCE_MS },
    async () => {
      const gate = new Gate()
      onTestFinished(() => gate.close())
      const simulator = await createSimulator({
        scripts: {
          a: {
            steps: [
              { calls: bash('echo one > one.txt; git add -A; git commit -qm one') },
              { calls: bash(`echo two > two.txt; ${gate.wait}`) },
              { text: 'Done.' },
            ],
          },
        },
      })
      onTestFinished(() => simulator.close())
      const place = await newPlace()
      symlinkSync(AGENTS, join(place.home, 'agents'))
      const user = tempFolder('home')
      const first = await serve(place, simulator.url, user)
      const project = await new Client(first).projectWith(PLAN)
      const { run } = await new Client(first).startParallel(project)
      const runId = run?.id ?? ''
      const session = await until('the session', async () => {
        const { tasks } = await new Client(first).run(runId)
        return tasks.edges[0]?.node.sessions[0]
      })
      for await (const { text } of followOutput(first, session.id)) if (text.includes('echo two')) break
      await first[kill]()
      gate.open()
      const second = await serve(place, simulator.url, user)
      for await (const _event of followProgress(second, runId));
      const ended = await new Client(second).run(runId)
      expect(ended).toMatchObject({ status: 'COMPLETED', completedTasks: 1 })
      expect(ended.tasks.edges[0]?.node.sessions).toHaveLength(sessions)
      const turns = simulator.served.filter(({ side }) => side === null).map(({ turn }) => turn)
      expect(turns.filter((turn) => turn === 1)).toHaveLength(1)
    },
  )
