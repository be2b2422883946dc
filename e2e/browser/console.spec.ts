import { AxeBuilder } from '@axe-core/playwright'
import { type CheckoutServer, commandPlan, startFromCheckout, tempFolder, tempRepository } from '@coppice/testkit'
import { expect, type Page, test } from '@playwright/test'
import { checkout } from '../server/checkout.ts'
import { Client } from '../server/client.ts'

const SAMPLE_MS = 500_000

let server: CheckoutServer
let client: Client

test.beforeAll(async () => {
  server = await startFromCheckout({ checkout, home: tempFolder('console'), env: { COPPICE_SAMPLE: '1' } })
  client = new Client(server)
})

test.afterAll(async () => {
  await server?.stop()
})

/** Signs in with a new link, because a link works only once. */
async function signIn(page: Page): Promise<void> {
  const link = 'mutation { createSignInLink { path } }'
  const { createSignInLink } = await client.graphql.request<{ createSignInLink: { path: string } }>(link)
  await page.goto(server.url + createSignInLink.path)
  await expect(page.getByText('textkit').first()).toBeVisible()
}

/** Starts a run that does not end by itself. @returns its id and the address of its page. */
async function endlessRun(): Promise<{ address: string; runId: string }> {
  const talk = 'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo word $i; sleep 0.2; done'
  const task = (key: string) => ({ key, epic: 'x', run: talk })
  const after = { key: 'after', epic: 'y', dependsOn: ['first'], run: 'true' }
  const project = await client.projectWith(commandPlan([task('first'), task('second'), after]), tempRepository())
  const { run } = await client.startParallel(project)
  return { address: `${server.url}/projects/${project}/runs/${run?.id}`, runId: run?.id ?? '' }
}

test('the link that the start printed signs in once; a second browser is shown how to get another link', async ({
  browser,
}) => {
  const link = /http:\/\/\S+\/sign-in#code=\S+/.exec(server.output())?.[0] ?? ''
  const [first, second] = [await browser.newPage(), await browser.newPage()]
  await first.goto(link)
  await expect(first.getByText('textkit').first()).toBeVisible()
  await second.goto(link)
  await expect(second.locator('form [role=alert]')).toContainText('coppice sign-in')
  // The browser that used the link can open it again, because it is signed in.
  await first.goto('about:blank')
  await first.goto(link)
  await expect(first.getByText('textkit').first()).toBeVisible()
  await Promise.all([first.close(), second.close()])
})

test('the sign-in page accepts a token, refuses a wrong token, and then opens the page that was requested first', async ({
  page,
}) => {
  await page.goto(`${server.url}/`)
  await expect(page).toHaveURL(/sign-in/)
  await page.getByLabel('Token').fill('wrong-token-0123456789')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.locator('form [role=alert]')).toBeVisible()
  await page.getByLabel('Token').fill(server.token)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('textkit').first()).toBeVisible()
})

test('an admin creates a token, sees it once, and revokes it', async ({ page }) => {
  await signIn(page)
  await page.getByRole('button', { name: /COPPICE_ADMIN/ }).click()
  await page.getByRole('menuitem', { name: 'Access tokens' }).click()
  await page.getByRole('button', { name: 'Create token…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('dashboard')
  await page.getByRole('button', { name: 'Create token', exact: true }).click()
  const token = (await page.getByText(/^cop_[\w-]{43}$/).textContent()) ?? ''
  const asked = () => new Client({ url: server.url, token }).graphql.ask('{ viewer { name role } }')
  expect(await asked()).toMatchObject({ data: { viewer: { name: 'dashboard', role: 'VIEWER' } } })
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText(token)).toHaveCount(0)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('button', { name: 'Revoke dashboard' }).click()
  await page.getByRole('button', { name: 'Revoke token' }).click()
  // The open dialog hides the list, so the missing button alone does not show that the token was revoked.
  await expect.poll(asked).toMatchObject({ status: 401 })
  await expect(page.getByRole('button', { name: 'Revoke dashboard' })).toHaveCount(0)
})

test('P6: an import shows what it changes before it is confirmed, and removes verify only if a box is checked', async ({
  page,
}) => {
  await signIn(page)
  const task = (key: string) => ({ key, epic: 'e', run: 'true' })
  const plan = (keys: string[], settings: { verify?: string }) => JSON.stringify(commandPlan(keys.map(task), settings))
  const project = await client.projectWith(plan(['kept', 'old-task'], { verify: 'make check' }), tempRepository())
  await page.goto(`${server.url}/projects/${project}`)
  await page.getByRole('button', { name: 'Import plan…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(plan(['kept', 'fresh'], {}))
  await dialog.getByRole('button', { name: 'Show what changes' }).click()
  await expect(dialog.getByText('make check')).toBeVisible()
  await expect(dialog.getByText('1 task archived')).toBeVisible()
  await expect(dialog.getByText('old-task', { exact: true })).toBeVisible()
  const confirm = dialog.getByRole('button', { name: 'Import plan' })
  await expect(confirm).toBeDisabled()
  expect((await new AxeBuilder({ page }).include('[role=dialog]').analyze()).violations).toEqual([])
  await dialog.getByRole('checkbox', { name: 'Remove it from the project' }).check()
  await confirm.click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('fresh').first()).toBeVisible()
})

test('a button starts the sample, and its page shows the run live to its end', async ({ page }) => {
  await signIn(page)
  await page.getByText('textkit').first().click()
  const again = page.getByRole('button', { name: 'Reset and run again' })
  await expect(again).toBeEnabled({ timeout: SAMPLE_MS })
  await again.click()
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await expect(page.getByRole('dialog')).toContainText('coppice/run-1')
  await page.getByRole('dialog').getByRole('button', { name: 'Reset and run again' }).click()
  await expect(page).toHaveURL(/\/runs\//)
  await watchNavigations(page)
  await expect(page.getByText(/Batch 1 of \d/).first()).toBeVisible()
  await expect(page.getByText('elapsed · forecast 2–10 min')).toBeVisible()
  await expect(page.getByText('16 of 16 delivered').first()).toBeVisible({ timeout: SAMPLE_MS })
  await expect(page).toHaveTitle(/Run 1 COMPLETED/)
  await expect(page.getByText(/^Took \d+:\d\d, .*forecast.* 2–10 min\.$/)).toBeVisible()
  await expect(page.getByRole('button', { name: /Cancel run/ })).toHaveCount(0)
  expect(await navigations(page), 'the page was updated without a reload').toBe(1)
})

test('the forecast before a start changes with the settings and the chosen tasks', async ({ page }) => {
  await signIn(page)
  const task = (key: string, dependsOn: string[] = []) => ({ key, epic: 'x', dependsOn, run: 'true' })
  const plan = commandPlan([task('first'), task('second'), task('after', ['first'])])
  await page.goto(`${server.url}/projects/${await client.projectWith(plan, tempRepository())}`)
  const panel = page.getByRole('complementary', { name: 'Run 1' })
  await expect(panel.getByText('likely 20 min · 10–40 min')).toBeVisible()
  await expect(panel.getByText(/No earlier sessions; each task assumed to take 10 min/)).toBeVisible()
  await expect(panel.getByText('3 tasks are not counted, because a plain command reports no cost.')).toBeVisible()
  await panel.getByText('SEQUENTIAL').click()
  await expect(panel.getByText('likely 30 min · 15–60 min')).toBeVisible()
  await page.getByLabel('first').check()
  await expect(panel.getByText('likely 10 min · 5–20 min')).toBeVisible()
})

test('no page is wider than the screen of a phone, and every page is accessible', async ({ page }) => {
  await signIn(page)
  const { address, runId } = await endlessRun()
  const project = address.replace(/\/runs\/.*/, '')
  const task = `${address}/tasks/first`
  for (const place of [server.url, project, address, `${address}?tab=cost`, task])
    for (const [width, colorScheme] of [
      [1440, 'light'],
      [375, 'dark'],
    ] as const) {
      const view = `${place}, ${colorScheme} at ${width} px`
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 800 })
      await page.goto(place)
      await expect(page.locator('main h1, main h2').first()).toBeVisible()
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(beyond, view).toBeLessThanOrEqual(0)
      const { violations } = await new AxeBuilder({ page }).analyze()
      const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' ')}`)
      expect(faults, view).toEqual([])
    }
  await client.cancel(runId)
})

test('C2: a run is cancelled after a dialog in which the button that keeps the run has the focus', async ({ page }) => {
  await signIn(page)
  const { address, runId } = await endlessRun()
  await page.goto(address)
  await page.getByRole('button', { name: /Cancel run/ }).click()
  await expect(page.getByRole('button', { name: 'Keep running' })).toBeFocused()
  await page.getByRole('button', { name: 'Cancel run', exact: true }).click()
  await expect.poll(async () => (await client.run(runId)).status).toBe('CANCELLED')
  await expect(page.getByRole('button', { name: /Cancel/ })).toHaveCount(0)
})

test('R2: after a reload, all output is shown and new output arrives live', async ({ page }) => {
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

test('R2: a lost connection is shown, controls are disabled, and after the reconnection no event is missing', async ({
  page,
}) => {
  await signIn(page)
  const { address, runId } = await endlessRun()
  await page.goto(address)
  await expect(page.getByRole('button', { name: /Cancel run/ })).toBeEnabled()
  await cutTheWire(page)
  await expect(page.getByText('Connection lost.').first()).toBeVisible()
  await expect(page.getByRole('button', { name: /Cancel run/ })).toBeDisabled()
  await client.cancel(runId)
  await expect.poll(async () => (await client.run(runId)).status).toBe('CANCELLED')
  await expect(page.getByRole('button', { name: /Cancel run/ })).toBeVisible()
  await page.context().setOffline(false)
  await expect(page).toHaveTitle(/CANCELLED/)
  await expect(page.getByText('Connection lost.')).toHaveCount(0)
})

/** Starts to count how often the page is loaded. */
async function watchNavigations(page: Page): Promise<void> {
  await page.evaluate(() => sessionStorage.setItem('loads', '1'))
  await page.addInitScript(() => sessionStorage.setItem('loads', String(Number(sessionStorage.getItem('loads')) + 1)))
}

const navigations = (page: Page): Promise<number> => page.evaluate(() => Number(sessionStorage.getItem('loads')))

/** Makes the browser offline and closes the open socket, because sockets stay open in an offline browser. */
async function cutTheWire(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await page.context().setOffline(true)
}
