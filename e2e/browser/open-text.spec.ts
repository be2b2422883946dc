import { createSimulator, ManualClock, type Simulator } from '@coppice/messages-simulator'
import { type CheckoutServer, startFromCheckout, tempRepository } from '@coppice/testkit'
import { expect, test } from '@playwright/test'
import { checkout } from '../server/checkout.ts'
import { Client } from '../server/client.ts'
import { signInWithToken } from './sign-in-with-token.ts'

const PLAN = JSON.stringify({
  defaults: { agent: 'anthropic', model: 'claude-haiku-4-5' },
  epics: [{ key: 'e', tasks: [{ key: 'a', description: 'Add a file', action: '[[script:a]]' }] }],
})
const FIRST = 'I read the file before I write it.'
const SECOND = 'Then I write it and commit it.'

let clock: ManualClock
let simulator: Simulator
let server: CheckoutServer

test.beforeAll(async () => {
  clock = new ManualClock(Date.now())
  const calls = [{ tool: 'bash', input: { command: 'echo a > a.txt; git add -A; git commit -qm a' } }]
  const steps = [{ text: `${FIRST}\n${SECOND}`, calls, pace: { tokensPerSecond: 1 } }, { text: 'Done.' }]
  simulator = await createSimulator({ scripts: { a: { steps } }, clock })
  const env = { ANTHROPIC_BASE_URL: simulator.url, ANTHROPIC_API_KEY: 'sk-ant-test-0123456789' }
  server = await startFromCheckout({ checkout, env })
})

test.afterAll(async () => {
  await server?.stop()
  await simulator?.close()
})

test('the line that an agent is writing grows in the transcript, and becomes its last line in the same place', async ({
  page,
}) => {
  await signInWithToken(page, server)
  const client = new Client(server)
  const project = await client.projectWith(PLAN, tempRepository())
  const { run } = await client.startParallel(project)
  await page.goto(`${server.url}/projects/${project}/runs/${run?.id}/tasks/a`)
  const transcript = page.getByRole('log', { name: 'Transcript' })
  const open = transcript.locator('[data-open-text]')
  /** Lets the stream continue until this character of the reply. It sends 16 characters at once, and counts 4 as a token. */
  let at = 0
  const streamTo = async (character: number) => {
    await expect.poll(() => clock.sleeping).toBe(1)
    clock.advance((character - at) * 250)
    at = character
  }

  await streamTo(16)
  await expect(open).toHaveText('I read the file')
  await streamTo(32)
  await expect(open).toHaveText('I read the file before I write')
  await expect(transcript.locator('[data-sequence]')).toHaveCount(0)

  // In each frame, the first line is in the transcript once.
  await page.evaluate((text) => {
    const log = document.querySelector('[role=log]')
    const counts: number[] = []
    const watch = window as unknown as { counts: number[] }
    watch.counts = counts
    new MutationObserver(() => counts.push((log?.textContent ?? '').split(text).length - 1)).observe(document, {
      ...{ subtree: true, childList: true, characterData: true },
    })
  }, 'I read the file before')
  await streamTo(64)
  await expect(transcript.locator('[data-sequence]', { hasText: FIRST })).toBeVisible()
  await expect(open).toHaveText('Then I write it and commit')
  const counts = await page.evaluate(() => (window as unknown as { counts: number[] }).counts)
  expect(new Set(counts)).toEqual(new Set([1]))

  await expect
    .poll(async () => {
      if (clock.sleeping > 0) clock.advance(60_000)
      return (await client.run(run?.id ?? '')).status
    })
    .toBe('COMPLETED')
  await expect(open).toHaveCount(0)
  await expect(transcript.getByText(SECOND, { exact: true })).toHaveCount(1)
  await expect(transcript.locator('[data-sequence]', { hasText: 'Done.' })).toBeVisible()
})
