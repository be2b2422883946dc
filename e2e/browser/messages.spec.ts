import { createSimulator, type Simulator } from '@coppice/messages-simulator'
import { type CheckoutServer, Gate, startFromCheckout, tempRepository } from '@coppice/testkit'
import { expect, test } from '@playwright/test'
import { checkout } from '../server/checkout.ts'
import { Client } from '../server/client.ts'
import { signInWithToken } from './sign-in-with-token.ts'

const PLAN = JSON.stringify({
  defaults: { agent: 'anthropic', model: 'claude-haiku-4-5' },
  epics: [{ key: 'e', tasks: [{ key: 'a', description: 'Add a file', action: '[[script:a]]' }] }],
})

let gate: Gate
let simulator: Simulator
let server: CheckoutServer

test.beforeAll(async () => {
  test.setTimeout(600_000)
  gate = new Gate()
  const bash = (command: string) => [{ tool: 'bash', input: { command } }]
  simulator = await createSimulator({
    scripts: {
      a: {
        steps: [
          { text: 'I add it.', calls: bash('echo a > a.txt; git add -A; git commit -qm a') },
          { text: 'I wait.', calls: bash(gate.wait) },
          { text: 'Understood.' },
        ],
      },
    },
  })
  const env = { ANTHROPIC_BASE_URL: simulator.url, ANTHROPIC_API_KEY: 'sk-ant-test-0123456789' }
  server = await startFromCheckout({ checkout, env })
})

test.beforeEach(({ page }) => signInWithToken(page, server))

test.afterAll(async () => {
  gate.close()
  await server?.stop()
  await simulator?.close()
})

test('a message to a running agent waits in sight until the agent has read it, and then it is in the transcript', async ({
  page,
}) => {
  const client = new Client(server)
  const project = await client.projectWith(PLAN, tempRepository())
  const { run } = await client.startParallel(project)
  await page.goto(`${server.url}/projects/${project}/runs/${run?.id}/tasks/a`)
  const transcript = page.getByRole('log', { name: 'Transcript' })
  await expect(transcript).toContainText('I wait.')

  await page.keyboard.press('m')
  const box = page.getByLabel('Message to the agent of a')
  await expect(box).toBeFocused()
  await box.fill('Use tabs.')
  await box.press('Control+Enter')
  const unread = page.getByRole('list', { name: 'Messages that the agent has not read' })
  await expect(unread).toContainText(/wrote: Use tabs\..*not read yet/)
  await expect(box).toHaveValue('')
  await page.reload()
  await expect(unread).toContainText('Use tabs.')

  gate.open()
  await expect(transcript).toContainText('wrote to the agent: Use tabs.')
  await expect(unread).toBeHidden()
  await expect.poll(async () => (await client.run(run?.id ?? '')).status).toBe('COMPLETED')
  await expect(box).toBeHidden()
  expect(simulator.served).toHaveLength(3)
})
