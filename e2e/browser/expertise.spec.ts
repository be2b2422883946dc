import { type CheckoutServer, commandPlan, startFromCheckout, until } from '@coppice/testkit'
import { expect, test } from '@playwright/test'
import { checkout } from '../server/checkout.ts'
import { Client } from '../server/client.ts'
import { signInWithToken } from './sign-in-with-token.ts'

/** The least number of first attempts on each side of a comparison. */
const TASKS = 10
const HINT = 'Write with good cheer.'

let server: CheckoutServer

test.beforeAll(async () => {
  server = await startFromCheckout({ checkout })
})

test.afterAll(async () => {
  await server?.stop()
})

const planOf = (run: string) =>
  commandPlan(
    Array.from({ length: TASKS }, (_, index) => {
      const key = `${run}-${index}`
      return { key, epic: 'e', description: 'Write a unit test', run: `echo ${key} > ${key}.txt` }
    }),
    { verify: 'true', expertise: 'always' },
  )

test('E2: people import an entry, see whether it helps, correct, pin and delete it', async ({ page }) => {
  await signInWithToken(page, server)
  const client = new Client(server)
  const project = await client.projectWith(planOf('first'))
  const carryOut = async () => {
    const { run } = await client.startParallel(project)
    await until('the end of the run', async () => (await client.run(run?.id ?? '')).status === 'COMPLETED')
  }
  await carryOut()
  await page.goto(`${server.url}/projects/${project}/expertise`)
  const testing = page.getByRole('region', { name: 'testing' })
  await expect(testing).toContainText('not enough data')
  const source = `## testing\n\n- **convention** ${HINT}\n`
  await page
    .getByLabel('Import…')
    .setInputFiles({ name: 'expertise.md', mimeType: 'text/markdown', buffer: Buffer.from(source) })
  await expect(page.getByRole('status').filter({ hasText: 'added' })).toHaveText('1 added, 0 changed')
  await expect(testing).toContainText(HINT)

  await client.importPlan(project, JSON.stringify(planOf('second')))
  await carryOut()
  await page.reload()
  const entry = testing.getByRole('listitem').filter({ hasText: HINT })
  for (const place of [testing.locator('h2 ~ span').last(), entry])
    await expect(place).toContainText('does not help, as far as the sessions show')
  await expect(entry).toContainText(`${TASKS} of ${TASKS} first attempts merged with, ${TASKS} of ${TASKS} without`)
  await expect(entry).toContainText('not held out, so something else may differ too')

  await entry.getByRole('button', { name: 'Edit…' }).click()
  await page.getByLabel('What agents of later sessions read').fill('Write plainly.')
  await page.getByRole('button', { name: 'Save' }).click()
  const corrected = testing.getByRole('listitem').filter({ hasText: 'Write plainly.' })
  await expect(corrected).toContainText('written by a person')
  await corrected.getByRole('button', { name: 'Pin' }).click()
  await expect(corrected.getByRole('button', { name: 'Unpin' })).toBeVisible()
  await corrected.getByRole('button', { name: 'Delete…' }).click()
  await page.getByRole('button', { name: 'Delete it' }).click()
  await expect(corrected).toHaveCount(0)
})
