import { followProgress, Gate, storedProgress, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { Client } from './client.ts'
import { launch, newPlace } from './serve.ts'

/** The start of a server may be slow on a busy machine. */
const PATIENCE_MS = 600_000

it('R1: calls that an agent makes before, during and after kill -9 of the server are each on the record once', {
  timeout: PATIENCE_MS,
}, async () => {
  const [early, late] = [new Gate(), new Gate()]
  onTestFinished(() => {
    early.close()
    late.close()
  })
  const lines = [
    'coppice task issue Before && echo recorded',
    early.wait,
    'coppice task issue During && echo recorded-without-server',
    late.wait,
    'coppice task issue After; echo x > x.txt; git add -A; git commit -qm x',
  ]
  const tasks = [{ key: 'a', description: 'Add x', agent: 'command', run: lines.join('\n') }]
  const place = await newPlace()
  const first = await launch(place)
  onTestFinished(() => first.killAll())
  await first.ready()
  const project = await new Client(first).projectWith(JSON.stringify({ epics: [{ key: 'e', tasks }] }))
  const { run } = await new Client(first).startParallel(project)
  const runId = run?.id ?? ''
  for await (const event of followProgress(first, runId)) if (event.__typename === 'IssueLogged') break
  await first.killServer()
  early.open()
  const second = await launch(place)
  onTestFinished(() => second.killAll())
  await second.ready()
  await until('the second issue', async () => {
    const events = await storedProgress(second, runId)
    return events.some((event) => 'title' in event && event.title === 'During')
  })
  late.open()
  for await (const _event of followProgress(second, runId));
  const events = await storedProgress(second, runId)
  const titles = events.flatMap((event) => (event.__typename === 'IssueLogged' ? [event.title] : []))
  expect(titles).toEqual(['Before', 'During', 'After'])
  expect(await new Client(second).run(runId)).toMatchObject({ status: 'COMPLETED' })
})
