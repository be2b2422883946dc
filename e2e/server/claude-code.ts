import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const VERSION = '2.1.332'
const PACKAGE = `@anthropic-ai/claude-code@${VERSION}`

/**
 * Installs a fixed version of Claude Code from the npm registry into the user's cache, unless it is there. It is not a dependency of this
 * repository, because its licence forbids redistribution and it has 384 MB.
 * @returns the folder that contains the program `claude`
 */
export async function claudeCode(): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'coppice-tests')
  const place = join(cache, `claude-code-${VERSION}`)
  const bin = join(place, 'node_modules/.bin')
  try {
    if (!existsSync(place)) await install(cache, place)
    const { stdout } = await run(join(bin, 'claude'), ['--version'])
    if (!stdout.startsWith(VERSION)) throw new Error(`expected version ${VERSION}, got ${stdout.trim()}`)
  } catch (error) {
    rmSync(place, { recursive: true, force: true })
    throw new Error(`${PACKAGE} could not be installed into ${place}; this test needs the npm registry`, {
      cause: error,
    })
  }
  return bin
}

/** Installs into a temporary folder and then renames it. If two test runs install at the same time, the first finished folder is used. */
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
