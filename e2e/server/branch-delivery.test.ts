import type { FailPoint } from '@coppice/engine'
import { commandPlan, followProgress, tempRepository } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { Client } from './client.ts'
import { launch, newPlace } from './serve.ts'

it('R1, D2: when the server is killed before or after the delivery branch moves, the next server ends the run once, and the base branch stays', {
  timeout: 900_000,
}, async () => {
  const place = await newPlace()
  const repository = tempRepository()
  const main = repository.git('rev-parse', 'main')
  const plan = commandPlan([{ key: 'a', epic: 'e', run: 'echo a > a.txt' }], { delivery: 'branch' })
  let runId = ''
  for (const point of ['delivery.begun', 'branch-delivery.moved'] satisfies FailPoint[]) {
    const server = await launch(place, { COPPICE_FAIL_AT: point })
    await server.ready().catch(() => {})
    if (runId === '') {
      const client = new Client(server)
      const { run } = await client.startParallel(await client.projectWith(plan, repository))
      runId = run?.id ?? ''
    }
    const { signal } = await server.ended
    expect(signal, server.output().slice(-1_500)).toBe('SIGKILL')
    expect(server.output()).toContain(`killed at ${point}\n`)
    const branches = repository.git('for-each-ref', 'refs/heads/coppice/deliver').split('\n').filter(Boolean)
    expect(branches).toHaveLength(point === 'delivery.begun' ? 0 : 1)
  }
  const last = await launch(place)
  try {
    await last.ready()
    const ends: object[] = []
    for await (const { __typename, ...event } of followProgress(last, runId))
      if (__typename === 'RunFinished' || __typename === 'DeliveryFinished') ends.push({ __typename, ...event })
    expect(ends).toEqual([expect.objectContaining({ __typename: 'RunFinished' })])
    expect(await new Client(last).run(runId)).toMatchObject({ status: 'COMPLETED' })
  } finally {
    await last.stop()
  }
  const branch = repository.git('for-each-ref', '--format=%(objectname)', 'refs/heads/coppice/deliver')
  expect(branch).toBe(repository.git('rev-parse', 'coppice/run-1'))
  expect(repository.git('rev-parse', 'main')).toBe(main)
})
