import { FAIL_POINTS, type FailPoint } from '@coppice/engine'
import { commandPlan, followProgress, graphqlClient, tempRepository } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { Client } from './client.ts'
import { launch, newPlace } from './serve.ts'

const UNDO: readonly FailPoint[] = FAIL_POINTS.filter((point) => point.startsWith('undo.'))
/**
 * The steps with which the undoing moves the checkout. A long search (COPPICE_KILLS=50) uses all. Otherwise only the riskiest are used, because each
 * point needs a start of the server. `checkout.half-restored` is reached only when a move is taken back.
 */
const STEPS: readonly FailPoint[] = process.env.COPPICE_KILLS
  ? FAIL_POINTS.filter((point) => point.startsWith('checkout.'))
  : ['checkout.half-swapped', 'checkout.half-restored', 'checkout.ref-moved']

it.each([
  ['moves back', false, ['README.md'], [...UNDO.slice(1), ...STEPS]],
  ['gets a revert', true, ['README.md', 'mine.txt'], UNDO.slice(1)],
])(
  'R1: the base branch %s exactly once, although the server is killed at every fail point of the undoing, and at steps of its move of the checkout',
  {
    timeout: 600_000,
  },
  async (_, hasMoved, files, points) => {
    const place = await newPlace()
    const repository = tempRepository()
    const plan = commandPlan([{ key: 'a', epic: 'e', run: 'echo a > a.txt; echo more >> README.md' }])
    // The delivery has the same steps as its undoing, so the first server dies only at the request to undo.
    const left = new Set<FailPoint>(['undo.requested'])
    const start = async () => {
      const server = await launch(place, { COPPICE_FAIL_AT: [...left].join(',') })
      await server.ready().catch(() => {})
      return server
    }
    const before = repository.git('rev-parse', 'main')
    const first = await start()
    const client = new Client(first)
    const { run } = await client.startParallel(await client.projectWith(plan, repository))
    const runId = run?.id ?? ''
    for await (const _event of followProgress(first, runId));
    if (hasMoved) {
      repository.write('mine.txt', 'mine\n')
      repository.git('add', '.')
      repository.git('commit', '-qm', 'mine')
    }
    const tip = repository.git('rev-parse', 'main')
    void graphqlClient(first)
      .ask('mutation($id: ID!) { undoDelivery(input: { runId: $id }) { __typename } }', { id: runId })
      .catch(() => {})
    for (let server = first; ; server = await start()) {
      const { signal } = await server.ended
      const point = [...left].find((one) => server.output().includes(`killed at ${one}\n`))
      expect({ signal, point }, server.output().slice(-1_500)).toEqual({ signal: 'SIGKILL', point: expect.any(String) })
      left.delete(point as FailPoint)
      if (point === 'undo.requested') for (const more of points) left.add(more)
      if (left.size === 0) break
    }
    const last = await launch(place)
    try {
      await last.ready()
      const statuses: string[] = []
      for await (const { deliveryStatus } of followProgress(last, runId))
        if (deliveryStatus) statuses.push(deliveryStatus)
      expect(statuses).toEqual(['DELIVERED', 'UNDONE'])
    } finally {
      await last.stop()
    }
    expect(repository.git('rev-parse', hasMoved ? 'main^' : 'main')).toBe(hasMoved ? tip : before)
    expect(repository.git('ls-files').split('\n')).toEqual(files)
    expect(repository.git('status', '--porcelain')).toBe('')
    expect(repository.git('for-each-ref', 'refs/coppice/slots/')).toBe('')
  },
)
