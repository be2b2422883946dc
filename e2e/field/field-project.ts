import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProjectRecord, RunRecord } from '@coppice/engine'
import { type CommandTask, commandPlan, type TempRepository, tempRepository } from '@coppice/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EngineUnderTest, engineUnderTest, finished, startParallel } from '../engine/engine-under-test.ts'

/** What the agents of a run do: by task, a shell command or the fields of the task. */
export type FieldTasks = Readonly<Record<string, string | Omit<CommandTask, 'key' | 'epic'>>>

/** What a run became, as a person sees it. */
export interface FieldRun {
  run: RunRecord
  statuses: Readonly<Record<string, string>>
  reasons: Readonly<Record<string, string | null>>
  /** All that the run says: its events, its reasons and the output of its sessions. */
  told: string
}

/** A user's repository and the project on it. */
export interface FieldProject {
  repository: TempRepository
  project: ProjectRecord
  /** Imports the tasks as the plan of the project, runs them, and waits for the end of the run. */
  run(tasks: FieldTasks, plan?: object): Promise<FieldRun>
  /** Returns the whole text of a file in a commit. It is null when the commit does not have the file. */
  text(path: string, commit?: string): string | null
  /** Returns the paths of a commit, sorted. */
  paths(commit?: string): string[]
  /** Returns whether a ref of the repository contains this text in a file of this name. */
  isKept(path: string, text?: string): boolean
  /** Returns what git says of the checkout: nothing when it is clean and agrees with its branch. */
  status(): string
}

/** A user: the settings of git below their home folder, and a Coppice that they started. */
export interface FieldUser {
  under: EngineUnderTest
  home: string
  /**
   * Makes a repository with one commit and a project on it.
   * @param prepare what the user does in the repository before Coppice sees it
   */
  project(files?: Record<string, string>, prepare?: (repository: TempRepository) => void): Promise<FieldProject>
  /** Makes a project on a repository that exists. */
  projectOn(repository: TempRepository, baseBranch?: string): Promise<FieldProject>
}

/**
 * Registers a user for the tests of a file or a group.
 * @param config the user's `~/.gitconfig`
 * @param variables what is set in the environment from which the user starts Coppice
 */
export function fieldUser(config = '', variables: Record<string, string> = {}): () => FieldUser {
  let user: FieldUser | undefined
  let before: NodeJS.ProcessEnv = {}
  beforeAll(async () => {
    before = { ...process.env }
    const home = mkdtempSync(join(tmpdir(), 'coppice-user-'))
    writeFileSync(
      join(home, '.gitconfig'),
      `[init]\n\tdefaultBranch = main\n[protocol "file"]\n\tallow = always\n${config}`,
    )
    Object.assign(process.env, { HOME: home }, variables)
    const under = await engineUnderTest()
    for (const name of Object.keys(variables)) restore(name, before)
    user = {
      under,
      home,
      project: (...asked) => newProject(under, ...asked),
      projectOn: (...asked) => onProject(under, ...asked),
    }
  })
  afterAll(async () => {
    await user?.under.close()
    restore('HOME', before)
  })
  return () => {
    if (user === undefined) throw new Error('the user is there when the tests run')
    return user
  }
}

function restore(name: string, before: NodeJS.ProcessEnv): void {
  if (before[name] === undefined) delete process.env[name]
  else process.env[name] = before[name]
}

/** Registers something that the tests of a group share, such as a run. */
export function given<T>(make: () => Promise<T>): () => T {
  let made: { value: T } | undefined
  beforeAll(async () => {
    made = { value: await make() }
  })
  return () => {
    if (made === undefined) throw new Error('it is there when the tests run')
    return made.value
  }
}

/**
 * Registers a test made from a public report.
 * @param report `owner/repository#number` of an issue or a pull request on GitHub
 */
export function reported(report: string, title: string, check: () => void | Promise<void>): void {
  it(`${title} (${report})`, check)
}

/** Expects that a run has moved the user's branch and checkout. A failure shows why it has not. */
export function expectDelivered({ run }: FieldRun): void {
  expect({ status: run.deliveryStatus, reason: run.deliveryReason }).toEqual({ status: 'DELIVERED', reason: null })
}

async function newProject(
  under: EngineUnderTest,
  files: Record<string, string> = { 'a.txt': 'base\n' },
  prepare: (repository: TempRepository) => void = () => {},
): Promise<FieldProject> {
  const repository = tempRepository(files)
  prepare(repository)
  return onProject(under, repository)
}

async function onProject(
  under: EngineUnderTest,
  repository: TempRepository,
  baseBranch = 'main',
): Promise<FieldProject> {
  const { git, path: repositoryPath } = repository
  const name = `p-${Math.random().toString(36).slice(2, 10)}`
  const project = await under.engine.createProject({ name, repositoryPath, baseBranch })
  const text = (path: string, commit = 'refs/heads/main') => textAt(repositoryPath, `${commit}:${path}`)
  return {
    ...{ repository, project, text },
    async run(tasks, plan = {}) {
      await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(planOf(tasks, plan)) })
      return ended(under, (await startParallel(under, project, 4)).id)
    },
    paths: (commit = 'refs/heads/main') => split(git('ls-tree', '-rz', '--name-only', commit)),
    isKept(path, wanted) {
      const commits = git('log', '--all', '--format=%H', '-m', '--', path).split('\n').filter(Boolean)
      return commits.some((commit) => {
        const found = text(path, commit)
        return found !== null && (wanted === undefined || found.includes(wanted))
      })
    },
    status: () => git('status', '--porcelain', '--ignore-submodules=none'),
  }
}

function planOf(tasks: FieldTasks, plan: object): object {
  const list = Object.entries(tasks).map(([key, task]) => ({
    ...{ key, epic: 'e' },
    ...(typeof task === 'string' ? { run: task } : task),
  }))
  return commandPlan(list, { defaults: { maxAttempts: 1 }, ...plan })
}

async function ended(under: EngineUnderTest, runId: string): Promise<FieldRun> {
  const { store } = under.database
  const { run, tasks, statuses } = await finished(under, runId)
  const sessions = await store.sessions(runId)
  const output = await Promise.all(sessions.map(({ id }) => under.engine.read.output(id, 0, 1_000)))
  const said = [
    ...(await store.events(runId, 0, 10_000)).map(({ data }) => data),
    ...output.flat().map(({ text }) => text),
  ]
  const told = [...said, run, tasks].map((one) => JSON.stringify(one)).join('\n')
  return { run, statuses, reasons: Object.fromEntries(tasks.map((task) => [task.key, task.statusReason])), told }
}

const split = (text: string): string[] => text.split('\0').filter(Boolean).toSorted()

function textAt(cwd: string, place: string): string | null {
  try {
    return execFileSync('git', ['show', place], {
      cwd,
      encoding: 'utf8',
      maxBuffer: 1e8,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return null
  }
}

/** Returns the text of all files below a folder. */
export function textBelow(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).join('\n')
}
