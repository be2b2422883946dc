import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type CheckoutServer, commandPlan, followProgress, freePort, Gate, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { Spy } from '../engine/spy.ts'
import { Client } from './client.ts'
import { launch, newPlace, type Place, serve } from './serve.ts'

/** R1: a server that starts on the data folder of another server is refused and changes nothing in the folder. */

/** The start of a server may be slow on a busy machine. */
const PATIENCE_MS = 600_000

/** @returns the name, the size and the modification time of every file. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name))
      return `${name} ${size} ${mtimeMs}`
    })

async function expectRefused(server: CheckoutServer, by: { url: string }): Promise<void> {
  expect(await server.ended, server.output()).toEqual({ code: 1, signal: null })
  expect(server.output()).toContain(`in use by the Coppice server at ${by.url}`)
}

const elsewhere = async ({ home }: Place): Promise<Place> => ({ home, port: await freePort() })

/** A short freeze is enough for this test, because a lock of the operating system does not expire after some time. */
it('R1: while the first server is frozen, a second server is refused and names the first; the first server then continues', {
  timeout: PATIENCE_MS,
}, async () => {
  const place = await newPlace()
  const spy = new Spy()
  const gate = new Gate()
  const first = await serve(place)
  const client = new Client(first)
  const work = `${gate.wait}; echo a > a.txt`
  const project = await client.projectWith(commandPlan([{ key: 'a', epic: 'x', run: spy.command('a', work) }]))
  const { run } = await client.startParallel(project)
  await until('the agent', () => spy.starts('a') === 1)

  process.kill(first.pid, 'SIGSTOP')
  const before = filesIn(place.home)
  const second = await launch(await elsewhere(place))
  await expectRefused(second, first)
  expect(filesIn(place.home)).toEqual(before)
  process.kill(first.pid, 'SIGCONT')

  gate.open()
  for await (const _ of followProgress(first, run?.id ?? ''));
  expect(await client.run(run?.id ?? '')).toMatchObject({ status: 'COMPLETED', completedTasks: 1 })
  expect(spy.starts('a')).toBe(1)
})

it('R1: when two servers start at the same moment, one uses the folder, and the other is refused and names it', {
  timeout: PATIENCE_MS,
}, async () => {
  const place = await newPlace()
  const servers = await Promise.all([launch(place), elsewhere(place).then((other) => launch(other))])
  onTestFinished(() => Promise.all(servers.map((server) => server.killAll())).then(() => {}))
  const ready = servers.map((server) =>
    server.ready().then(
      () => server,
      () => null,
    ),
  )
  const taken = (await Promise.all(ready)).filter((server) => server !== null)
  expect(taken).toHaveLength(1)
  for (const server of servers) if (server !== taken[0]) await expectRefused(server, taken[0] ?? { url: 'nobody' })
})
