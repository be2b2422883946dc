import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TempRepository, tempFolder, tempRepository, USERS_GIT_DIR } from '@coppice/testkit'
import { describe, expect } from 'vitest'
import {
  expectDelivered,
  type FieldProject,
  type FieldRun,
  type FieldTasks,
  fieldUser,
  given,
  reported,
} from './field-project.ts'

describe('I2: the environment from which Coppice is started', () => {
  const other = tempRepository({ 'o.txt': 'other\n' })
  const gitDir = join(other.path, '.git')
  const hookUser = fieldUser('', {
    GIT_DIR: gitDir,
    GIT_WORK_TREE: other.path,
    GIT_INDEX_FILE: join(gitDir, 'index'),
    GIT_COMMON_DIR: gitDir,
    GIT_OBJECT_DIRECTORY: join(gitDir, 'objects'),
    GIT_ALTERNATE_OBJECT_DIRECTORIES: '/nowhere',
    GIT_PREFIX: 'sub/',
    GIT_NAMESPACE: 'other',
    GIT_CEILING_DIRECTORIES: '/',
    GIT_AUTHOR_DATE: '2001-01-01T00:00:00',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.bare',
    GIT_CONFIG_VALUE_0: 'true',
    GIT_EXTERNAL_DIFF: '/bin/false',
    GIT_TRACE: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_DEFAULT_HASH: 'sha256',
    LANGUAGE: 'de',
    LC_ALL: 'tr_TR.UTF-8',
    TZ: 'Pacific/Kiritimati',
    PAGER: '/bin/false',
    EDITOR: '/bin/false',
  })
  const field = given(async () => {
    const project = await hookUser().project()
    const run = await project.run(
      {
        a: 'env | grep -E "^GIT_(DIR|INDEX_FILE|WORK_TREE|COMMON_DIR|OBJECT_DIRECTORY|CONFIG_COUNT)=" && exit 1; echo a > a2.txt; git add -A; git commit -qm a',
        leaves: 'echo 1 > leaves.txt',
        inits:
          'D=$(mktemp -d); cd "$D" && git init -q && git config user.name F && git config user.email f@e && echo x > x && git add x && git commit -qm init && test "$(git rev-parse --show-toplevel)" = "$(pwd -P)"; cd - > /dev/null; echo 1 > inits.txt',
        both: { run: 'test -f a2.txt && test -f leaves.txt && echo b > b.txt', dependsOn: ['a', 'leaves'] },
      },
      { verify: 'git diff --quiet HEAD && test -f a.txt', setup: 'git rev-parse --show-toplevel > /dev/null' },
    )
    return { project, run }
  })

  reported('2389-research/tracker#399', 'with GIT_DIR does not lead Coppice to another repository', () => {
    expectDelivered(field().run)
    expect(field().project.text('b.txt')).toBe('b\n')
    expect(other.git('rev-list', '--all', '--count')).toBe('1')
    expect(other.git('status', '--porcelain')).toBe('')
  })
  reported('DeusData/codebase-memory-mcp#1740', 'with GIT_INDEX_FILE does not reach agents, setup or verify', () => {
    expect(field().run.statuses.a).toBe('COMPLETED')
  })
  reported('starslingdev/skills#14', 'does not lead the tests of an agent into a real repository', () => {
    expect(field().run.statuses.inits).toBe('COMPLETED')
    expect(field().project.repository.git('log', '--all', '--format=%an')).not.toMatch(/^F$/m)
  })
  reported('j178/prek#2505', 'leaves the index of the user readable', () => {
    expect(field().project.status()).toBe('')
    expect(() => field().project.repository.git('fsck')).not.toThrow()
  })
  reported(
    'decodingai-magazine/building-a-coding-agent-from-scratch-course#34',
    'with a false date does not change the dates of merges',
    () => {
      expect(field().project.repository.git('log', '-1', '--format=%ad', '--date=format:%Y', 'main')).not.toBe('2001')
    },
  )
  reported('dudarenok-maker/Castwright#114', 'in another language, time zone, pager or editor changes nothing', () => {
    expect(field().run.statuses).toEqual({ a: 'COMPLETED', leaves: 'COMPLETED', inits: 'COMPLETED', both: 'COMPLETED' })
  })
})

const user = fieldUser()

describe('D2: a lock that a killed git left', () => {
  const locked = (lock: string, tasks: FieldTasks = {}) =>
    given(async () => {
      const project = await user().project(undefined, ({ git, path }) => {
        git('branch', 'old')
        git('pack-refs', '--all')
        mkdirSync(dirname(join(path, '.git', lock)), { recursive: true })
        writeFileSync(join(path, '.git', lock), '')
      })
      const run = await project.run({
        a: 'echo a > new.txt; git add -A; git commit -qm a',
        b: { run: 'test -f new.txt && echo b > b.txt', dependsOn: ['a'] },
        ...tasks,
      })
      return { project, run, file: join(project.repository.path, '.git', lock) }
    })
  const holds = ({ project, run, file }: { project: FieldProject; run: FieldRun; file: string }, name: string) => {
    expect(run.statuses).toMatchObject({ a: 'COMPLETED', b: 'COMPLETED' })
    expect(existsSync(file), 'nobody removes a lock that may be in use').toBe(true)
    if (run.run.deliveryStatus !== 'DELIVERED') expect(run.run.deliveryReason).toContain(name)
    rmSync(file)
    expect(project.status(), 'the checkout and its branch agree').toBe('')
    if (run.run.deliveryStatus === 'REFUSED') expect(project.text('b.txt')).toBe(null)
  }
  const index = locked('index.lock')
  const head = locked('HEAD.lock')
  const branch = locked('refs/heads/main.lock')
  const packed = locked('packed-refs.lock')
  const config = locked('config.lock')
  const shallow = locked('shallow.lock')
  const runs = locked('refs/heads/coppice/run-1.lock')
  const own = given(async () => {
    const project = await user().project()
    const locks =
      'for l in index HEAD config packed-refs refs/heads/x; do : > "$(git rev-parse --git-dir)/$l.lock"; done'
    const run = await project.run({
      leaves: `mkdir -p "$(git rev-parse --git-dir)/refs/heads"; ${locks}; echo 1 > leaves.txt`,
      commits: `echo 2 > commits.txt; git add -A; git commit -qm c; ${locks}`,
      next: { run: 'echo 3 > next.txt; git add -A; git commit -qm next', dependsOn: ['leaves', 'commits'] },
    })
    return { project, run }
  })

  reported('agent-tools-org/ai-dispatch#71', 'on the index refuses the delivery by its name', () => {
    expect(index().run.run.deliveryStatus).toBe('REFUSED')
    holds(index(), 'index.lock')
  })
  reported('forecast-bio/crosslink#456', 'on HEAD refuses the delivery by its name', () => holds(head(), 'HEAD.lock'))
  reported('anthony-chaudhary/fak#4601', 'on the branch refuses the delivery by its name', () =>
    holds(branch(), 'main.lock'),
  )
  reported('coalesce-labs/catalyst#2523', 'on packed refs or the config does not stop the run', () => {
    holds(packed(), 'packed-refs.lock')
    holds(config(), 'config.lock')
    holds(shallow(), 'shallow.lock')
  })
  reported(
    'web-platform-tests/wpt.live#37',
    'in the agent’s own git directory loses no work and does not reach the next task',
    () => {
      const { project, run } = own()
      expect(run.statuses).toEqual({ leaves: 'COMPLETED', commits: 'COMPLETED', next: 'COMPLETED' })
      expect([project.text('leaves.txt'), project.text('commits.txt'), project.text('next.txt')]).toEqual([
        '1\n',
        '2\n',
        '3\n',
      ])
    },
  )
  reported(
    'libgit2/libgit2#809',
    'on the branch of the run does not stop it: the run takes another number or says what to remove',
    () => {
      const { run } = runs()
      expect(run.run.branch !== 'coppice/run-1' || run.run.statusReason?.includes('run-1.lock')).toBe(true)
    },
  )
})

describe('D2: edits that a person hides from git', () => {
  const hidden = (
    bits: Record<string, string>,
    change: string,
    prepare: (repository: TempRepository) => void = () => {},
  ) =>
    given(async () => {
      const files = {
        'skip.yaml': 'port: 1\n',
        'assume.yaml': 'port: 1\n',
        'other.txt': 'o\n',
        'dir/in.yaml': 'port: 1\n',
      }
      const project = await user().project(files, (repository) => {
        for (const [path, bit] of Object.entries(bits)) {
          repository.git('update-index', bit, path)
          repository.write(path, 'port: 9999\n')
        }
        prepare(repository)
      })
      const run = await project.run({ a: change })
      return { project, run }
    })
  const survives = ({ project, run }: { project: FieldProject; run: FieldRun }, path: string) => {
    expect(readFileSync(join(project.repository.path, path), 'utf8')).toBe('port: 9999\n')
    if (run.run.deliveryStatus === 'DELIVERED') return
    expect(run.run.deliveryReason).toContain(path)
    expect(project.repository.git('diff', '--cached', '--name-only')).toBe('')
  }
  const skip = hidden({ 'skip.yaml': '--skip-worktree' }, "echo 'port: 2' > skip.yaml; git commit -qam a")
  const assume = hidden({ 'assume.yaml': '--assume-unchanged' }, "echo 'port: 2' > assume.yaml; git commit -qam a")
  const beside = hidden({ 'skip.yaml': '--skip-worktree', 'assume.yaml': '--assume-unchanged' }, 'echo o2 > other.txt')
  const removed = hidden({ 'dir/in.yaml': '--skip-worktree' }, 'git rm -rq dir; git commit -qm gone')
  const renamed = hidden({ 'assume.yaml': '--assume-unchanged' }, 'git mv assume.yaml renamed.yaml; git commit -qm mv')

  reported('github/VisualStudio#2441', 'by skip-worktree survive a task that changes the file', () =>
    survives(skip(), 'skip.yaml'),
  )
  reported('gitextensions/gitextensions#3525', 'by assume-unchanged survive a task that changes the file', () =>
    survives(assume(), 'assume.yaml'),
  )
  reported('nvie/git-toolbelt#28', 'do not stop a task that changes other files, and stay hidden', () => {
    const { project, run } = beside()
    expectDelivered(run)
    survives(beside(), 'skip.yaml')
    survives(beside(), 'assume.yaml')
    expect(project.repository.git('ls-files', '-v', 'skip.yaml', 'assume.yaml')).toBe('h assume.yaml\nS skip.yaml')
  })
  reported('vgstation-coders/vgstation13#20458', 'survive a task that deletes the file', () =>
    survives(removed(), 'dir/in.yaml'),
  )
  reported('kirodotdev/KiroCrew#5387', 'survive a task that renames the file', () => survives(renamed(), 'assume.yaml'))
})

describe('D2: work of the user in the checkout', () => {
  const dirty = (prepare: (repository: TempRepository) => void, change: string, during = '') =>
    given(async () => {
      const project = await user().project({ 'a.txt': 'base\n', 'b.txt': 'b\n', '.gitignore': '.env\n' }, prepare)
      const head = project.repository.git('rev-parse', 'HEAD')
      const run = await project.run({ a: `${during}${change}` })
      return { project, run, head, at: (path: string) => readFileSync(join(project.repository.path, path), 'utf8') }
    })
  const refused = ({ project, run, head }: { project: FieldProject; run: FieldRun; head: string }, why: RegExp) => {
    expect(run.run).toMatchObject({ deliveryStatus: 'REFUSED', deliveryReason: expect.stringMatching(why) })
    expect(project.repository.git('rev-parse', 'main')).toBe(head)
    expect(project.isKept('new.txt')).toBe(true)
  }
  const work = 'echo n > new.txt; echo a2 > a.txt'
  const untracked = dirty(({ write }) => write('new.txt', 'mine\n'), work)
  const ignored = dirty(
    ({ write }) => write('.env', 'SECRET=mine\n'),
    `${work}; echo SECRET=theirs > .env; git add -f .env; git commit -qm env`,
  )
  const edited = dirty(({ write }) => write('a.txt', 'mine\n'), work)
  const staged = dirty(({ write, git }) => {
    write('b.txt', 'mine\n')
    git('add', 'b.txt')
  }, work)
  const unrelated = dirty(({ write }) => write('notes.txt', 'mine\n'), work)
  const elsewhere = dirty(({ git, write }) => {
    git('switch', '-qc', 'topic')
    write('a.txt', 'mine\n')
  }, work)
  const merging = dirty(({ git, write }) => {
    git('switch', '-qc', 'side')
    write('a.txt', 'side\n')
    git('commit', '-qam', 'side')
    git('switch', '-q', 'main')
    write('b.txt', 'b2\n')
    git('commit', '-qam', 'main')
    git('merge', '-q', '--no-commit', '--no-ff', 'side')
  }, work)

  reported(
    'bobmatnyc/trusty-tools#7558',
    'such as an untracked file at a path of the work refuses the delivery and stays',
    () => {
      refused(untracked(), /new\.txt/)
      expect(untracked().at('new.txt')).toBe('mine\n')
    },
  )
  reported(
    'theQuert/cc-reaper#20',
    'such as an ignored .env at a path of the work refuses the delivery and stays',
    () => {
      refused(ignored(), /\.env/)
      expect(ignored().at('.env')).toBe('SECRET=mine\n')
    },
  )
  reported('sipyourdrink-ltd/bernstein#841', 'such as an edit, staged or not, refuses the delivery and stays', () => {
    refused(edited(), /a\.txt/)
    refused(staged(), /b\.txt/)
    expect([edited().at('a.txt'), staged().at('b.txt')]).toEqual(['mine\n', 'mine\n'])
    expect(staged().project.repository.git('diff', '--cached', '--name-only')).toBe('b.txt')
  })
  reported('bmad-code-org/bmad-loop#622', 'such as an untracked file elsewhere does not stop the delivery', () => {
    expectDelivered(unrelated().run)
    expect(unrelated().at('notes.txt')).toBe('mine\n')
  })
  reported('spec-kitty/spec-kitty#4752', 'on another branch is not touched, and the base branch moves', () => {
    const { run, project, at } = elsewhere()
    expectDelivered(run)
    expect(at('a.txt')).toBe('mine\n')
    expect(project.repository.git('symbolic-ref', 'HEAD')).toBe('refs/heads/topic')
    expect(project.text('new.txt')).toBe('n\n')
  })
  reported('assafkip/kipi-system#65', 'such as a merge in progress refuses the delivery and stays in progress', () => {
    refused(merging(), /merge.*in progress/)
    expect(existsSync(join(merging().project.repository.path, '.git/MERGE_HEAD'))).toBe(true)
  })
})

describe('D2: a user who works in the repository during the run', () => {
  const during = (commands: string) =>
    given(async () => {
      const project = await user().project({ 'a.txt': 'base\n', 'b.txt': 'b\n' }, ({ git, write }) => {
        write('late.txt', 'late\n')
        git('add', '.')
        git('commit', '-qm', 'late')
      })
      const run = await project.run({
        a: `echo 1 > one.txt; R=$(dirname ${USERS_GIT_DIR}); (cd "$R" && ${commands})`,
        b: { run: 'test -f one.txt && echo 2 > two.txt', dependsOn: ['a'] },
      })
      return { project, run }
    })
  const me = 'git -c user.name=Me -c user.email=me@e'
  const commits = during(`echo mine > mine.txt && git add mine.txt && ${me} commit -qm mine`)
  const amends = during(`echo amended > late.txt && ${me} commit -qa --amend -m amended`)
  const conflicts = during(`echo mine > one.txt && git add one.txt && ${me} commit -qm mine`)
  const switches = during('git switch -qc topic')
  const collects = during('git gc -q')

  reported('kunchenguid/no-mistakes#1081', 'and commits to the base keeps the commit, and gets the work', () => {
    const { project, run } = commits()
    expectDelivered(run)
    expect([project.text('mine.txt'), project.text('two.txt')]).toEqual(['mine\n', '2\n'])
    expect(project.status()).toBe('')
  })
  reported('bobmatnyc/trusty-tools#7382', 'and amends the base keeps the amended commit', () => {
    const { project, run } = amends()
    expect(run.statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED' })
    expect(project.text('late.txt')).toBe('amended\n')
    if (run.run.deliveryStatus === 'DELIVERED') expect(project.text('two.txt')).toBe('2\n')
    else expect(run.run.deliveryReason).toMatch(/rewritten|amend|no longer|conflict/i)
    expect(project.status()).toBe('')
  })
  reported('frankbria/codeframe#867', 'and commits other content at the same path gets a refusal that names it', () => {
    const { project, run } = conflicts()
    expect(run.run).toMatchObject({ deliveryStatus: 'REFUSED', deliveryReason: expect.stringContaining('one.txt') })
    expect(project.text('one.txt')).toBe('mine\n')
    expect(project.status()).toBe('')
  })
  reported('hurttlocker/o8#983', 'and switches to another branch keeps it, and the base branch moves', () => {
    const { project, run } = switches()
    expectDelivered(run)
    expect(project.repository.git('symbolic-ref', 'HEAD')).toBe('refs/heads/topic')
    expect(existsSync(join(project.repository.path, 'two.txt'))).toBe(false)
  })
  reported('yonatangross/orchestkit#1278', 'and collects garbage loses nothing of either side', () => {
    expectDelivered(collects().run)
    expect(() => collects().project.repository.git('fsck')).not.toThrow()
  })
})

describe('I2: an agent that works in the user’s checkout', () => {
  const at = (commands: string) => `R=$(dirname ${USERS_GIT_DIR}); ${commands}; echo 1 > one.txt`
  reported('cline/kanban#252', 'because it was given that path is named with what it wrote there', async () => {
    const project = await user().project()
    const note = join(tempFolder('note'), 'x')
    const run = await project.run({ strays: at(`echo stray >> "$R/a.txt"; echo 1 > ${note}`) })
    expect(readFileSync(join(project.repository.path, 'a.txt'), 'utf8')).toBe('base\nstray\n')
    expect(run.told).toMatch(/a\.txt|checkout/)
    expect(run.run.deliveryStatus).toBe('REFUSED')
  })
})
