import { ManualClock } from '@coppice/messages-simulator'
import { until } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { finished, startParallel } from '../engine-under-test.ts'
import { givenAgents, givenTasks, KEY, sessionsOf, writes } from './given-agents.ts'

const SECRET = 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789'
const LINE = `I read the file, and its key is ${SECRET} or ${KEY}, which nobody may see in part or as a whole.`
const REDACTED = LINE.replace(SECRET, '[redacted]').replace(KEY, '[redacted]')
/** The simulator sends 16 characters at once, and counts 4 as a token. */
const MS_PER_PIECE = 4_000

it('A2, R1, R2: a line is shown while it grows, without its keys, also by the next server; the record has it once', async () => {
  const clock = new ManualClock(Date.now())
  const step = { ...writes('a'), text: `${LINE}\nI write it.`, pace: { tokensPerSecond: 1 } }
  const agents = await givenAgents({ a: { steps: [step, { text: 'Done.' }] } }, { clock })
  const { project } = await givenTasks(agents, ['a'])
  const run = await startParallel(agents.under, project)
  const session = await until('the session', async () => (await agents.under.database.store.sessions(run.id))[0])
  let { under } = agents
  const shown: string[] = []
  const look = async () => {
    const open = await under.engine.read.openText(session.id)
    if (open?.kind === 'TEXT') shown.push(open.text)
    return open?.text ?? null
  }
  under.engine.read.onOpenText(session.id, look)
  const said = async () =>
    (await sessionsOf({ ...agents, under }, run.id)).flatMap(({ facts }) =>
      facts.flatMap((fact) => (fact.type === 'Said' ? [fact.text] : [])),
    )

  // The stream stands still until the clock moves. So what is shown is shown before the line ends.
  await until('the stream', () => clock.sleeping > 0)
  clock.advance(3 * MS_PER_PIECE)
  await until('the words before the key', async () => (await look()) === 'I read the file, and its key is')
  await until('the stream', () => clock.sleeping > 0)
  clock.advance(5 * MS_PER_PIECE)
  const half = 'I read the file, and its key is [redacted] or [redacted], which nobody'
  await until('the words after the keys', async () => (await look()) === half)
  expect(await said()).toEqual([])

  await under.engine.stop('handover')
  under = await under.restart()
  await until('the same words', async () => (await look()) === half)
  under.engine.read.onOpenText(session.id, look)
  await until('the rest of the reply', () => {
    if (clock.sleeping > 0) clock.advance(60_000)
    return agents.simulator.served.length > 1
  })
  const { tasks } = await finished(under, run.id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 1 }])
  const lines = [REDACTED, 'I write it.', 'Done.']
  expect((await said()).flatMap((text) => text.split('\n'))).toEqual(lines)
  for (const line of shown.flatMap((text) => text.split('\n')))
    expect(lines.some((whole) => whole.startsWith(line))).toBe(true)
  expect(await look()).toBeNull()
  await under.engine.stop('interrupt')
})
