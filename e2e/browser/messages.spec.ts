import { AxeBuilder } from '@axe-core/playwright'
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

const ASKING = JSON.stringify({
  defaults: { agent: 'anthropic', model: 'claude-haiku-4-5', askBefore: ['publish'] },
  epics: [{ key: 'e', tasks: [{ key: 'b', description: 'Publish', action: '[[script:b]]' }] }],
})

let gate: Gate
let simulator: Simulator
let server: CheckoutServer

test.beforeAll(async () => {
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
      b: {
        steps: [{ calls: bash('echo publish > b.txt; git add -A; git commit -qm b') }, { text: 'It is published.' }],
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

test('the question of an agent is at the head of the run with its options; a click answers it, and the run continues', async ({
  page,
}) => {
  const client = new Client(server)
  const repository = tempRepository()
  const project = await client.projectWith(ASKING, repository)
  const { run } = await client.startParallel(project)
  const address = `${server.url}/projects/${project}/runs/${run?.id}`
  await page.goto(`${address}/tasks/b`)
  const question = page.getByRole('article', { name: 'A question waits for an answer' })
  await expect(question).toContainText('echo publish > b.txt')
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1 agent asks you')
  await expect(page).toHaveTitle(/^1 asks you/)
  await expect(page.locator('[data-task=b]')).toContainText('Waits for your answer')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).include('[aria-label="Questions of agents"]').analyze()
    expect(violations).toEqual([])
  }
  await question.getByRole('button', { name: /allow/i }).first().click()
  await expect(question).toBeHidden()
  await expect.poll(async () => (await client.run(run?.id ?? '')).status).toBe('COMPLETED')
  expect(repository.git('show', 'main:b.txt')).toBe('publish')
})

test('the page of agents says which can be used and by what they are signed in', async ({ page }) => {
  await page.goto(`${server.url}/agents`)
  const row = page.getByRole('listitem').filter({ hasText: 'A model of Anthropic' })
  await expect(row).toContainText('can be used')
  await expect(row).toContainText('by ANTHROPIC_API_KEY')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations).toEqual([])
})
