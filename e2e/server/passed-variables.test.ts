import { preparedHome } from '@coppice/persistence/testing'
import { commandPlan, sse, startFromCheckout, tempFolder, tempRepository } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { checkout } from './checkout.ts'
import { Client } from './client.ts'
import { filesWith } from './files-with.ts'

const KEY = 'open-sesame-0123456789'

it('A2: agents and commands receive the variables of `env`, and the data folder does not contain their values', async () => {
  const home = await preparedHome(tempFolder())
  const server = await startFromCheckout({ checkout, home, env: { DOOR_WORD: KEY, OTHER_WORD: 'not for agents' } })
  onTestFinished(async () => void (await server.stop()))
  const client = new Client(server)
  // The agent prints the value twice: on stdout, in two parts of one line, and on stderr. Its first attempt fails, so the value is also in
  // the output of a failed attempt.
  const run = `printf %s "$DOOR_WORD" | cut -c1-9 | tr -d '\\n'; sleep 0.2; printf '%s\\n' "$DOOR_WORD" | cut -c10-; echo "$DOOR_WORD" >&2; [ -z "$OTHER_WORD" ] && echo done > a.txt; [ "$COPPICE_ATTEMPT" = 2 ]`
  const verify = '[ -n "$DOOR_WORD" ] && echo "$DOOR_WORD"'
  const plan = commandPlan([{ key: 'a', epic: 'e', run }], { env: ['DOOR_WORD'], verify })
  const repository = tempRepository()
  const started = await client.startParallel(await client.projectWith(plan, repository))
  const runId = started.run?.id ?? ''
  const follow = 'subscription($runId: ID!) { progress(runId: $runId, after: 0) { sequence } }'
  for await (const _ of sse(server, follow, { runId }));
  expect(await client.run(runId)).toMatchObject({ status: 'COMPLETED' })
  expect(repository.git('show', 'main:a.txt')).toBe('done')
  await server.stop()
  expect(filesWith(home, KEY)).toEqual([])
  expect(filesWith(home, '[redacted]').length).toBeGreaterThan(0)
})
