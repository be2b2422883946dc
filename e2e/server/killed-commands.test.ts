import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FAIL_POINTS, type FailPoint } from '@coppice/engine'
import { commandPlan, followProgress, graphqlClient, tempRepository } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { Spy } from '../engine/spy.ts'
import { Client } from './client.ts'
import { launch, newPlace } from './serve.ts'

const pointsOf = (prefix: string): FailPoint[] => FAIL_POINTS.filter((point) => point.startsWith(prefix))

/** A project whose first run has ended with task `b` in conflict. The finished work of `b` is kept. */
async function conflicted() {
  const place = await newPlace()
  const repository = tempRepository()
  const spy = new Spy()
  const task = (key: string) => ({ key, epic: 'e', run: spy.command(key, `echo ${key} > shared.txt`) })
  const server = await launch(place)
  await server.ready()
  const client = new Client(server)
  const project = await client.projectWith(commandPlan([task('a'), task('b')]), repository)
  const { run } = await client.startParallel(project)
  for await (const _ of followProgress(server, run?.id ?? ''));
  await server.stop()

  /** Sends the mutation to servers that die at these points, one server for each point, and then to a server that lives. */
  const dieAtEach = async (points: readonly FailPoint[], send: (server: typeof first) => Promise<unknown>) => {
    for (const point of points) {
      const dying = await launch(place, { COPPICE_FAIL_AT: point })
      await dying.ready()
      await send(dying).catch(() => {})
      const { signal } = await dying.ended
      expect({ signal, output: dying.output() }).toEqual({
        signal: 'SIGKILL',
        output: expect.stringContaining(`killed at ${point}\n`),
      })
    }
  }
  const first = server
  /** Starts the next run on a server that lives. @returns the statuses of its tasks, by their keys */
  const nextRun = async (): Promise<Record<string, string>> => {
    const last = await launch(place)
    try {
      await last.ready()
      const lastClient = new Client(last)
      const next = (await lastClient.startParallel(project)).run?.id ?? ''
      for await (const _ of followProgress(last, next));
      const { tasks } = await lastClient.run(next)
      return Object.fromEntries(tasks.edges.map(({ node }) => [node.key, node.status]))
    } finally {
      await last.stop()
    }
  }
  return { place, repository, spy, project, runId: run?.id ?? '', dieAtEach, nextRun }
}

it('R1, D4: the commit of a person is merged once, although the server is killed at every fail point of resolveTask', {
  timeout: 900_000,
}, async () => {
  const { repository, spy, runId, dieAtEach, nextRun } = await conflicted()
  const { git } = repository
  git('switch', '-q', '-c', 'by-hand', 'main')
  writeFileSync(join(repository.path, 'shared.txt'), 'both\n')
  git('commit', '-qam', 'By hand')
  git('switch', '-q', 'main')
  await dieAtEach(pointsOf('resolve.'), async (server) => {
    const { graphql } = new Client(server)
    const view = await graphql.request<{ run: { tasks: { edges: { node: { id: string; key: string } }[] } } }>(
      'query($id: ID!) { run(id: $id) { tasks { edges { node { id key } } } } }',
      { id: runId },
    )
    const id = view.run.tasks.edges.find(({ node }) => node.key === 'b')?.node.id
    const document = 'mutation($id: ID!) { resolveTask(input: { runTaskId: $id, commit: "by-hand" }) { __typename } }'
    return graphqlClient(server).request(document, { id })
  })
  expect(await nextRun()).toEqual({ b: 'COMPLETED' })
  expect(git('show', 'main:shared.txt')).toBe('both')
  expect(spy.starts('b')).toBe(1)
  const merges = git('log', '--format=%(trailers:key=Coppice-Task,valueonly)', 'main').split('\n').filter(Boolean)
  expect(merges.sort()).toEqual(['a', 'b'])
  expect(git('for-each-ref', 'refs/coppice/kept')).toBe('')
})

it('R1, D5: dropped work is not merged by the next run, although the server is killed at every fail point of the drop', {
  timeout: 900_000,
}, async () => {
  const { repository, spy, project, dieAtEach, nextRun } = await conflicted()
  const branch = 'refs/heads/coppice/work/run-1/b'
  const commit = repository.git('rev-parse', branch)
  await dieAtEach(pointsOf('kept-drop.'), async (server) => {
    const input = { projectId: project, ref: branch, commit }
    const document = 'mutation($input: DropKeptWorkInput!) { dropKeptWork(input: $input) { __typename } }'
    return graphqlClient(server).request(document, { input })
  })
  expect(repository.git('for-each-ref', branch)).toBe('')
  expect(await nextRun()).toEqual({ b: 'COMPLETED' })
  expect(spy.starts('b')).toBe(2)
})

it('R1, D4: a clash that was recorded just before the server was killed costs nothing, and ends with the task', {
  timeout: 900_000,
}, async () => {
  const place = await newPlace()
  const spy = new Spy()
  const gate = join(spy.folder, 'gate')
  const writes = (key: string) => spy.command(key, `echo ${key} > same.txt`)
  const plan = commandPlan([
    {
      key: 'first',
      epic: 'x',
      run: spy.command('first', `until [ -e ${gate} ]; do sleep 0.1; done; echo 1 > first.txt`),
    },
    { key: 'left', epic: 'x', run: writes('left') },
    {
      key: 'right',
      epic: 'x',
      run: writes('right'),
      resolve: spy.command('resolve', 'echo both > same.txt; git add same.txt'),
    },
  ])
  const dying = await launch(place, { COPPICE_FAIL_AT: 'clash.recorded' })
  await dying.ready()
  const client = new Client(dying)
  const { run } = await client.startParallel(await client.projectWith(plan))
  const runId = run?.id ?? ''
  const { signal } = await dying.ended
  expect({ signal, output: dying.output() }).toEqual({
    signal: 'SIGKILL',
    output: expect.stringContaining('killed at clash.recorded\n'),
  })
  const last = await launch(place)
  try {
    await last.ready()
    writeFileSync(gate, '')
    for await (const _ of followProgress(last, runId));
    const document =
      'query($id: ID!) { run(id: $id) { status tasks { edges { node { key clashes { __typename } } } } } }'
    const view = await new Client(last).graphql.request<object>(document, { id: runId })
    const node = (key: string) => ({ node: { key, clashes: [] } })
    expect(view).toEqual({
      run: { status: 'COMPLETED', tasks: { edges: [node('first'), node('left'), node('right')] } },
    })
    expect(['first', 'left', 'right', 'resolve'].map((key) => spy.starts(key))).toEqual([1, 1, 1, 1])
  } finally {
    await last.stop()
  }
})
