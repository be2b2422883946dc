import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { SampleSource } from '@coppice/engine'

const EXAMPLE = fileURLToPath(new URL('../../../../examples/textkit', import.meta.url))
const PLAN = 'coppice.plan.yaml'
const run = promisify(execFile)

/** The sample project: a copy of examples/textkit in a repository of its own, in the data folder. */
export const createSample = (home: string, { PATH }: { PATH?: string }): SampleSource => ({
  name: 'textkit',
  async prepare() {
    const path = join(home, 'sample', 'textkit')
    const draft = `${path}.new`
    await rm(draft, { recursive: true, force: true })
    await mkdir(dirname(path), { recursive: true })
    await cp(EXAMPLE, draft, { recursive: true, filter: (source) => !source.endsWith('node_modules') })
    await commitAll(draft, { ...ONLY_THIS_REPOSITORY, PATH })
    await rm(path, { recursive: true, force: true })
    await rename(draft, path)
    return { path, planSource: await readFile(join(path, PLAN), 'utf8') }
  },
})

/** Creates the repository with one commit. It ignores the git configuration of the user, so no hooks, templates or signing apply. */
async function commitAll(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  for (const args of [
    ['init', '--quiet', '--initial-branch=main', '--template='],
    ['config', 'user.name', 'Coppice'],
    ['config', 'user.email', 'coppice@localhost'],
    ['add', '--all'],
    ['commit', '--quiet', '--message=Start of textkit'],
  ])
    await run('git', args, { cwd: folder, env })
}

const ONLY_THIS_REPOSITORY = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
}
