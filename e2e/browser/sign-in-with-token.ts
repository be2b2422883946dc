import type { ServerAddress } from '@coppice/testkit'
import { expect, type Page } from '@playwright/test'

/** Signs in on the sign-in page with a token. */
export async function signInWithToken(page: Page, { url, token }: ServerAddress): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('Token').fill(token)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}
