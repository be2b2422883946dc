import { type CheckoutServer, commandPlan, startFromCheckout, tempRepository } from '@coppice/testkit'
import { expect, test } from '@playwright/test'
import { checkout } from '../server/checkout.ts'
import { Client } from '../server/client.ts'
import { signInWithToken } from './sign-in-with-token.ts'

let server: CheckoutServer
let client: Client

test.beforeAll(async () => {
  server = await startFromCheckout({ checkout })
  client = new Client(server)
})

test.afterAll(async () => {
  await server?.stop()
})

const CREATE_TOKEN = `mutation { createAccessToken(input: { name: "watcher", role: OPERATOR }) {
  ... on CreateAccessTokenSuccess { token } } }`

test('M2: an admin sets the budget before the start and changes it on the page of the run; an operator only sees it', async ({
  page,
  browser,
}) => {
  await signInWithToken(page, server)
  const task = { key: 'first', epic: 'x', run: 'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); sleep 0.2; done' }
  const project = await client.projectWith(commandPlan([task]), tempRepository())
  await page.goto(`${server.url}/projects/${project}`)
  const panel = page.getByRole('complementary', { name: 'Run 1' })
  const start = panel.getByRole('button', { name: /Start run 1/ })
  await panel.getByLabel('Budget in dollars').fill('1,5')
  await expect(panel.getByText(/This is not an amount/)).toBeVisible()
  await expect(start).toBeDisabled()
  await panel.getByLabel('Budget in dollars').fill('2.50')
  await start.click()
  await expect(page.getByText('of $2.50 · $2.50 left')).toBeVisible()

  await page.goto(`${page.url()}?tab=cost`)
  await expect(page.getByText('No agent has reported a request to a model yet.', { exact: false })).toBeVisible()
  await page.keyboard.press('b')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Budget in dollars')).toHaveValue('2.5')
  await dialog.getByLabel('Budget in dollars').fill('4')
  await dialog.getByRole('button', { name: 'Set budget' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('of $4.00 · $4.00 left')).toBeVisible()

  const { createAccessToken } = await client.graphql.request<{ createAccessToken: { token: string } }>(CREATE_TOKEN)
  const watcher = await browser.newPage()
  await signInWithToken(watcher, { ...server, token: createAccessToken.token })
  await watcher.goto(page.url())
  await expect(watcher.getByText('of $4.00 · $4.00 left')).toBeVisible()
  await expect(watcher.getByRole('button', { name: /Set budget/ })).toHaveCount(0)

  await page
    .getByRole('button', { name: /Set budget…/ })
    .first()
    .click()
  await dialog.getByLabel('Budget in dollars').fill('5')
  const runId = /\/runs\/([^?]+)/.exec(page.url())?.[1] ?? ''
  await client.cancel(decodeURIComponent(runId))
  await expect.poll(async () => (await client.run(decodeURIComponent(runId))).status).toBe('CANCELLED')
  await dialog.getByRole('button', { name: 'Set budget' }).click()
  await expect(dialog.getByRole('alert')).toContainText('RunNotActiveError')
})
