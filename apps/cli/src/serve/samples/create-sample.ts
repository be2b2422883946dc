import { execFile } from 'node:child_process'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { SampleSource } from '@coppice/engine'

export const EXAMPLES = fileURLToPath(new URL('../../../../../examples', import.meta.url))
export const PLAN = 'coppice.plan.yaml'
const run = promisify(execFile)

export interface SampleParts {
  /** The name of the project, and of its folder in the data folder. */
  name: string
  /** Returns the text of the plan, which replaces that of examples/textkit. */
  plan: () => Promise<string>
}

/** The folder of a sample project in the data folder `home`. */
export const sampleFolder = (home: string, name: string): string => join(home, 'sample', name)

/** A sample project: a copy of examples/textkit in a repository of its own, in the data folder. */
export const createSample = (home: string, { PATH }: { PATH?: string }, { name, plan }: SampleParts): SampleSource => ({
  name,
  async prepare() {
    const path = sampleFolder(home, name)
    const draft = `${path}.new`
    await rm(draft, { recursive: true, force: true })
    await mkdir(dirname(path), { recursive: true })
    await cp(join(EXAMPLES, 'textkit'), draft, {
      recursive: true,
      filter: (source) => !source.endsWith('node_modules'),
    })
    const planSource = await plan()
    await writeFile(join(draft, PLAN), planSource)
    await commitAll(draft, { ...ONLY_THIS_REPOSITORY, PATH })
    await rm(path, { recursive: true, force: true })
    await rename(draft, path)
    return { path, planSource }
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
