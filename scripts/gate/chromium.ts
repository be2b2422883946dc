import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { inRoot } from './root.ts'

/**
 * Returns the path of a working Chromium: Playwright's own, or one on the PATH. If there is none, it installs Playwright's Chromium, or
 * else Debian's package. @throws when this fails too, because the browser tests are never skipped
 */
export function findChromium(): string {
  for (const install of [() => {}, installByPlaywright, installByApt]) {
    install()
    const found = [playwrights(), ...onThePath('chromium', 'chromium-browser', 'google-chrome')].find(starts)
    if (found) return found
  }
  throw new Error(
    'Chromium is not installed, and neither `npx playwright install chromium` nor `apt-get install chromium` worked. Install Chromium, then run the gate again.',
  )
}

const playwrights = (): string =>
  createRequire(inRoot('e2e/package.json'))('@playwright/test').chromium.executablePath()

/** Returns full paths, because Playwright does not search the PATH. */
const onThePath = (...names: readonly string[]): readonly string[] =>
  (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))

const starts = (path: string): boolean => spawnSync(path, ['--version']).status === 0

function installByPlaywright(): void {
  console.log('There is no browser. Installing Playwright’s Chromium …')
  run(process.execPath, [inRoot('e2e/node_modules/@playwright/test/cli.js'), 'install', 'chromium'])
}

function installByApt(): void {
  if (spawnSync('apt-get', ['--version']).status !== 0) return
  console.log('Installing Debian’s chromium …')
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  run('env', [...asRoot, 'apt-get', 'update', '-q'])
  run('env', [...asRoot, 'apt-get', 'install', '-y', '-q', '--no-install-recommends', 'chromium'])
}

const INSTALL_LIMIT_MS = 10 * 60_000

const run = (file: string, args: readonly string[]): void => {
  spawnSync(file, args, { stdio: 'inherit', timeout: INSTALL_LIMIT_MS })
}
