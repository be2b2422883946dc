import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The lines that agents write, such as `agent-line-7-0-3`. */
const LINE = /agent-line-[\d-]+\d/g
const MAX_BYTES = 512 * 1024 * 1024

const linesOf = (text: string): Set<string> => new Set(text.match(LINE) ?? [])

/** Returns the agents' lines in the files of a folder, without the folders and files named `.git`. */
export function linesInFolder(folder: string): Set<string> {
  const found = new Set<string>()
  const enter = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.name === '.git') continue
      if (entry.isDirectory()) enter(join(path, entry.name))
      if (entry.isFile()) for (const line of textOf(join(path, entry.name)).match(LINE) ?? []) found.add(line)
    }
  }
  enter(folder)
  return found
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/**
 * Returns the agents' lines in all commits that a git directory reaches. It removes the named pipes from the folder of refs, because git waits
 * for ever when it reads one.
 * @param revisions arguments of `git rev-list`, such as `--all`
 */
export function linesInHistory(cwd: string, env: Record<string, string>, revisions: readonly string[]): Set<string> {
  const script = `find "$GIT_DIR/refs" -type p -delete 2>/dev/null; git rev-list --objects "$@" 2>/dev/null | cut -d' ' -f1 | git cat-file --batch --buffer 2>/dev/null; true`
  const options = { cwd, env, encoding: 'latin1', maxBuffer: MAX_BYTES } as const
  return linesOf(execFileSync('sh', ['-c', script, 'sh', ...revisions], options))
}
