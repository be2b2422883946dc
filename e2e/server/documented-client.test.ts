import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { preparedHome } from '@coppice/persistence/testing'
import { type CheckoutServer, commandPlan, startFromCheckout, tempFolder, tempRepository } from '@coppice/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkout } from './checkout.ts'
import { Client } from './client.ts'
import { copyBesideModules } from './documented-script.ts'

let server: CheckoutServer

beforeAll(async () => {
  server = await startFromCheckout({ checkout, home: await preparedHome(tempFolder()) })
})
afterAll(async () => {
  await server?.stop()
})

it('R2: the script of the docs has every event once, over a strange repository', async () => {
  const client = new Client(server)
  const repository = tempRepository({ 'a b/ü.txt': 'odd\n', '-x': 'dash\n', '.gitignore': 'ignored\n' })
  const task = (key: string, ...dependsOn: string[]) => ({ key, epic: 'e', dependsOn, run: `echo ${key} > ${key}.txt` })
  const project = await client.projectWith(commandPlan([task('a'), task('b', 'a'), task('c')]), repository)
  const { run } = await client.startParallel(project)
  const script = spawn(process.execPath, [copyBesideModules('follow-run.mjs'), server.url, run?.id ?? ''], {
    env: { PATH: process.env.PATH ?? '', COPPICE_TOKEN: server.token },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const sequences: number[] = []
  for await (const line of createInterface({ input: script.stdout })) sequences.push(JSON.parse(line).sequence)
  if (script.exitCode === null) await once(script, 'exit')
  expect(script.exitCode).toBe(0)
  const { lastSequence, status } = await client.run(run?.id ?? '')
  expect(status).toBe('COMPLETED')
  expect(sequences).toEqual(Array.from({ length: lastSequence }, (_, index) => index + 1))
  expect(repository.git('ls-tree', '-r', '--name-only', 'main')).toContain('c.txt')
})
