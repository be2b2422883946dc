import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { FAIL_POINTS, type FailPoint } from '@coppice/engine'
import { commandPlan, followProgress, graphqlClient, tempRepository } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { Client } from './client.ts'
import { launch, newPlace } from './serve.ts'

/**
 * The fail points of a delivery by hand. A long search (COPPICE_KILLS) adds every fail point of the step that moves the user's checkout.
 */
const POINTS: readonly FailPoint[] = FAIL_POINTS.filter(
  (point) =>
    point.startsWith('hand-delivery.') ||
    point === 'checkout.half-swapped' ||
    (process.env.COPPICE_KILLS && point.startsWith('checkout.')),
)

it('R1: when the server is killed at any fail point of a delivery by hand, the next server finishes the delivery, exactly once', {
  timeout: 600_000,
}, async () => {
  const place = await newPlace()
  const repository = tempRepository()
  const plan = commandPlan([{ key: 'a', epic: 'e', run: 'echo a > a.txt' }], { delivery: 'manual' })
  const left = new Set(POINTS)
  const start = async () => {
    const server = await launch(place, { COPPICE_FAIL_AT: [...left].join(',') })
    await server.ready().catch(() => {})
    return server
  }
  const first = await start()
  const client = new Client(first)
  const { run } = await client.startParallel(await client.projectWith(plan, repository))
  const runId = run?.id ?? ''
  for await (const _ of followProgress(first, runId));
  // The base branch gets a commit of its own, so the delivery must merge.
  repository.git('commit', '-q', '--allow-empty', '-m', 'mine')
  void graphqlClient(first)
    .ask('mutation($id: ID!) { deliver(input: { runId: $id }) { __typename } }', { id: runId })
    .catch(() => {})
  for (let server = first; ; server = await start()) {
    const { signal } = await server.ended
    const point = [...left].find((one) => server.output().includes(`killed at ${one}\n`))
    expect({ signal, point }, server.output().slice(-1_500)).toEqual({ signal: 'SIGKILL', point: expect.any(String) })
    left.delete(point as FailPoint)
    if (left.size === 0) break
  }
  const last = await launch(place)
  try {
    await last.ready()
    const events: string[] = []
    for await (const { __typename, deliveryStatus } of followProgress(last, runId))
      if (__typename === 'RunFinished' || deliveryStatus) events.push(deliveryStatus ?? __typename)
    expect(events).toEqual(['RunFinished', 'DELIVERED'])
  } finally {
    await last.stop()
  }
  expect(repository.git('ls-files')).toBe('README.md\na.txt')
  expect(repository.git('status', '--porcelain')).toBe('')
  expect(readdirSync(join(repository.path, '.git')).filter((name) => /lock$|^coppice-/.test(name))).toEqual([])
  expect(repository.git('log', '--merges', '--first-parent', '--format=%s', 'main').split('\n')).toHaveLength(2)
  expect(repository.git('for-each-ref', 'refs/coppice/slots/')).toBe('')
})
