import { type Browser, chromium, type LaunchOptions } from '@playwright/test'

/** `COPPICE_CHROMIUM` is the browser that the gate has found. Without it, Playwright uses its own. */
const executablePath = process.env.COPPICE_CHROMIUM

/** How every test and bench starts its browser. */
export const launchOptions: LaunchOptions = {
  ...(executablePath && { executablePath }),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
}

/** Starts a browser outside of Playwright's runner. The caller closes it. */
export const openBrowser = (): Promise<Browser> => chromium.launch(launchOptions)
