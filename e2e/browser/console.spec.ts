import { type CheckoutServer, commandPlan, startFromCheckout, tempFolder, tempRepository } from '@coppice/testkit'
import { expect, type Page, test } from '@playwright/test'
import { checkout } from '../server/checkout.ts'
import { Client } from '../server/client.ts'

let server: CheckoutServer
let client: Client

test.beforeAll(async () => {
  test.setTimeout(600_000)
  server = await startFromCheckout({ checkout, home: tempFolder('console'), env: { COPPICE_SAMPLE: '1' } })
  client = new Client(server)
})

test.afterAll(async () => {
  await server?.stop()
})

/** The link that the start printed signs in by itself. */
async function signIn(page: Page): Promise<void> {
  const link = /http:\/\/\S+\/sign-in#code=\S+/.exec(server.output())?.[0]
  await page.goto(link ?? '')
  await expect(page.getByText('textkit').first()).toBeVisible()
}

/** A project whose run goes on until somebody ends it; answers the address of its run. */
async function endlessRun(): Promise<{ address: string; runId: string }> {
  const talk = 'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo word $i; sleep 0.2; done'
  const task = (key: string) => ({ key, epic: 'x', run: talk })
  const after = { key: 'after', epic: 'y', dependsOn: ['first'], run: 'true' }
  const project = await client.projectWith(commandPlan([task('first'), task('second'), after]), tempRepository())
  const { run } = await client.startParallel(project)
  return { address: `${server.url}/projects/${project}/runs/${run?.id}`, runId: run?.id ?? '' }
}

test('signs in with a token, refuses a wrong one, and remembers where one wanted to go', async ({ page }) => {
  await page.goto(`${server.url}/`)
  await expect(page).toHaveURL(/sign-in/)
  await page.getByLabel('Token').fill('wrong-token-0123456789')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.locator('form [role=alert]')).toBeVisible()
  await page.getByLabel('Token').fill(server.token)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('textkit').first()).toBeVisible()
})

test('the sample runs by itself and is watched to its end, live', async ({ page }) => {
  await signIn(page)
  await page.getByText('textkit').first().click()
  await page.getByRole('link', { name: /Run 1/ }).first().click()
  await expect(page.getByRole('button', { name: /Cancel run/ })).toHaveCount(0, { timeout: 500_000 })
  await expect(page.getByText('csv-parse').first()).toBeVisible()
})

test('C2: a run is cancelled after a confirmation whose focus lies on the harmless answer', async ({ page }) => {
  await signIn(page)
  const { address, runId } = await endlessRun()
  await page.goto(address)
  await page.getByRole('button', { name: /Cancel run/ }).click()
  await expect(page.getByRole('button', { name: 'Keep running' })).toBeFocused()
  await page.getByRole('button', { name: 'Cancel run', exact: true }).click()
  await expect.poll(async () => (await client.run(runId)).status).toBe('CANCELLED')
  await expect(page.getByRole('button', { name: /Cancel/ })).toHaveCount(0)
})

test('R2: a reload in the middle loses nothing, and output goes on as it comes', async ({ page }) => {
  await signIn(page)
  const { address, runId } = await endlessRun()
  await page.goto(address)
  await page.getByText('first', { exact: true }).first().click()
  await expect(page.getByText(/word \d+/).first()).toBeVisible()
  await page.reload()
  await expect(page.getByText('first', { exact: true }).first()).toBeVisible()
  await page.getByText('first', { exact: true }).first().click()
  await expect(page.getByText(/word \d+/).first()).toBeVisible()
  await client.cancel(runId)
  await expect.poll(async () => (await client.run(runId)).status).toBe('CANCELLED')
})

test('a lost connection is said, and what needs the server is off', async ({ page }) => {
  await signIn(page)
  const { address, runId } = await endlessRun()
  await page.goto(address)
  await expect(page.getByRole('button', { name: /Cancel run/ })).toBeEnabled()
  await cutTheWire(page)
  await expect(page.getByText('Connection lost.').first()).toBeVisible()
  await expect(page.getByRole('button', { name: /Cancel run/ })).toBeDisabled()
  await client.cancel(runId)
})

/** Offline for new requests, and the open socket is closed: offline alone leaves it open. */
async function cutTheWire(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await page.context().setOffline(true)
}
