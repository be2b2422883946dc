import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder, USERS_GIT_DIR } from '@coppice/testkit'
import { describe, expect } from 'vitest'
import { fieldUser, given, reported, textBelow } from './field-project.ts'

const user = fieldUser()
const NO_CHANGE = "echo 'COPPICE: no change needed'"

/** A shell command that waits until a file exists. */
const awaits = (file: string) => `n=0; while [ ! -e ${file} ] && [ $n -lt 6000 ]; do n=$((n+1)); sleep 0.1; done`

describe('I2: the stash of the user', () => {
  const field = given(async () => {
    const project = await user().project({ 'a.txt': 'base\n', 'b.txt': 'b\n' }, ({ git, write }) => {
      write('a.txt', 'base\nprivate draft\n')
      git('stash', 'push', '-qm', 'my draft')
    })
    const before = project.repository.git('rev-parse', 'refs/stash')
    const meet = tempFolder('meet')
    const swaps = (own: string, other: string) =>
      `echo ${own} > ${own}.txt; git stash -qu; touch ${meet}/${own}; ${awaits(`${meet}/${other}`)}; git stash pop -q`
    const run = await project.run({
      baseline: 'git stash -q; git stash pop -q; echo done > baseline.txt',
      one: swaps('one', 'two'),
      two: swaps('two', 'one'),
      looks: 'test -z "$(git stash list)" && echo empty > looks.txt',
      clears: 'echo mine > clears.txt; git stash -qu; git stash apply -q; git stash clear',
      conflicts:
        'echo wip >> b.txt; git stash -q; echo other >> b.txt; git commit -qam other; git stash pop -q; git reset -q --hard; git stash list',
      forgets: `echo precious > lost.txt; git stash -qu; ${NO_CHANGE}`,
    })
    return { project, before, run }
  })

  reported('ShaftHQ/SHAFT_ENGINE#4130', 'is not popped by an agent that had nothing to stash', () => {
    const { project, before } = field()
    expect(project.repository.git('rev-parse', 'refs/stash')).toBe(before)
    expect(project.repository.git('stash', 'list')).toMatch(/my draft$/)
    expect(project.text('a.txt')).toBe('base\n')
    expect(project.text('baseline.txt')).toBe('done\n')
  })
  reported('bobmatnyc/trusty-tools#4730', 'and those of two agents that stash at once are three stacks', () => {
    const { project, run } = field()
    expect(run.statuses).toMatchObject({ one: 'COMPLETED', two: 'COMPLETED' })
    expect([project.text('one.txt'), project.text('two.txt')]).toEqual(['one\n', 'two\n'])
  })
  reported('gsd-build/get-shit-done#3542', 'is not in the list of an agent', () => {
    expect(field().run.statuses.looks).toBe('COMPLETED')
  })
  reported('stablyai/orca#13695', 'survives an agent that clears its own', () => {
    expect(field().run.statuses.clears).toBe('COMPLETED')
    expect(field().project.isKept('a.txt', 'private draft')).toBe(true)
  })
  reported(
    'anthony-chaudhary/dos-kernel#208',
    'aside, what a pop with a conflict left in an agent’s stash is kept and told',
    () => {
      const { project, run } = field()
      expect(run.statuses.conflicts).toBe('COMPLETED')
      expect(project.text('b.txt')).toBe('b\nother\n')
      expect(project.isKept('b.txt', 'wip')).toBe(true)
      expect(run.told).toMatch(/conflicts.*among them a stash/s)
    },
  )
  reported('pathosDev/actor-ts#1446', 'aside, what an agent stashes and forgets is kept and told', () => {
    const { project, run } = field()
    expect(project.isKept('lost.txt', 'precious')).toBe(true)
    expect(run.told).toContain('among them a stash')
  })
})

describe('I2: the config of the user', () => {
  const files = { 'a.txt': 'base\n' }
  const then = { run: 'echo 2 > two.txt; git add .; git commit -qm two', dependsOn: ['breaks'] }

  /** Runs a task that changes a setting, and a task after it. Then the user removes the setting and commits a file of their own. */
  const broken = (breaks: string, repair: readonly string[], plan = {}) =>
    given(async () => {
      const project = await user().project(files)
      const run = await project.run(
        { breaks: `echo 1 > one.txt; git add .; git commit -qm one; ${breaks}`, two: then },
        plan,
      )
      const { git, path, write } = project.repository
      for (const key of repair) execFileSync('git', ['config', '--file', join(path, '.git/config'), '--unset-all', key])
      git('config', '--file', join(path, '.git/config'), 'core.bare', 'false')
      const status = project.status()
      write('note.txt', 'note\n')
      git('add', 'note.txt')
      git('commit', '-qm', 'my own note')
      return { project, run, status }
    })
  const holds = ({
    project,
    run,
    status,
  }: {
    project: { text(path: string): string | null }
    run: { statuses: object; run: { deliveryStatus: string } }
    status: string
  }) => {
    expect(run.statuses).toEqual({ breaks: 'COMPLETED', two: 'COMPLETED' })
    expect(status).toBe('')
    expect(project.text('two.txt')).toBe(run.run.deliveryStatus === 'DELIVERED' ? '2\n' : null)
  }

  const reinit = broken('GIT_DIR=$(git rev-parse --absolute-git-dir) git init -q', [])
  reported(
    'anthropics/claude-code#69802',
    'is not changed by an agent that initializes its own git directory again',
    () => {
      holds(reinit())
      expect(reinit().run.run.deliveryStatus).toBe('DELIVERED')
    },
  )

  const fixtures = broken(
    'export GIT_DIR=$(git rev-parse --absolute-git-dir); cd $(mktemp -d); git init -q; git config user.name fixture; echo x > x; git add x; git commit -qm init',
    [],
  )
  reported('djust-org/djust#2609', 'is not changed by tests that inherit the git directory of the agent', () => {
    const { project, run } = fixtures()
    expect(project.repository.git('config', 'user.name')).toBe('Ada')
    expect(project.text('a.txt'), 'a fixture does not delete the repository’s files').toBe('base\n')
    expect(run.statuses.two === 'COMPLETED' || run.statuses.breaks === 'FAILED').toBe(true)
    expect(project.isKept('one.txt')).toBe(true)
  })

  const bare = broken(`git --git-dir=${USERS_GIT_DIR} config core.bare true`, [])
  reported('webjsdev/webjs#166', 'is named by the run when a tool of the agent sets core.bare in it', () => {
    holds(bare())
    expect(bare().run.told).toContain('core.bare')
    expect(textBelow(join(user().under.home, 'quarantine'))).toMatch(/bare/)
  })

  const elsewhere = broken(`git --git-dir=${USERS_GIT_DIR} config core.worktree /nowhere`, ['core.worktree'])
  reported('jikig-ai/soleur#1455', 'is named by the run when a tool sets core.worktree in it', () => {
    holds(elsewhere())
    expect(elsewhere().run.told).toContain('core.worktree')
  })

  const twofold = broken(
    `G=${USERS_GIT_DIR}; git --git-dir="$G" config extensions.worktreeConfig true; git --git-dir="$G" config core.bare true`,
    ['extensions.worktreeconfig'],
  )
  reported('jikig-ai/soleur#7407', 'is named when extensions.worktreeConfig and core.bare are set together', () => {
    holds(twofold())
    expect(twofold().run.told).toMatch(/core\.bare|worktreeconfig/i)
  })

  const hooks = broken(`git --git-dir=${USERS_GIT_DIR} config core.hooksPath /nowhere/hooks`, ['core.hookspath'])
  reported('webjsdev/webjs#189', 'is named when a prepare script changes core.hooksPath in it', () => {
    holds(hooks())
    expect(hooks().run.told).toMatch(/hookspath/i)
  })
})

describe('I2: excluded paths', () => {
  const field = given(async () => {
    const project = await user().project(undefined, ({ path }) => {
      writeFileSync(join(path, '.git/info/exclude'), 'CLAUDE.local.md\n')
      writeFileSync(join(path, 'CLAUDE.local.md'), 'my notes\n')
    })
    const run = await project.run({
      own: 'echo docs/ >> "$(git rev-parse --git-path info/exclude)"; echo 1 > own.txt; mkdir docs; echo own > docs/own.md',
      setting:
        'echo "*.md" > "$(git rev-parse --git-dir)/ours"; git config core.excludesFile "$(git rev-parse --git-dir)/ours"; echo s > setting.md',
      nested: 'mkdir tool; echo "*" > tool/.gitignore; echo 1 > tool/state; echo n > nested.txt',
      notes: 'echo agent > CLAUDE.local.md; echo 1 > notes.txt; git add -A; git commit -qm notes',
      other: { run: 'mkdir -p docs; echo guide > docs/guide.md', dependsOn: ['own', 'setting'] },
    })
    return { project, run, after: readFileSync(join(project.repository.path, '.git/info/exclude'), 'utf8') }
  })
  const direct = given(async () => {
    const project = await user().project()
    const run = await project.run({
      first: `echo 'docs/' >> ${USERS_GIT_DIR}/info/exclude; echo 1 > first.txt`,
      second: { run: 'mkdir docs; echo guide > docs/guide.md', dependsOn: ['first'] },
    })
    return { project, run }
  })

  reported('sipyourdrink-ltd/bernstein#3022', 'of one agent do not hide the files of the next', () => {
    expect(field().project.text('docs/guide.md')).toBe('guide\n')
    expect(field().after).toBe('CLAUDE.local.md\n')
  })
  reported('multica-ai/multica#8718', 'of an agent do not hide its own work', () => {
    expect(field().project.text('docs/own.md')).toBe('own\n')
  })
  reported('bmad-code-org/bmad-loop#384', 'that an agent names in core.excludesFile end with its task', () => {
    expect(field().project.text('setting.md')).toBe('s\n')
    expect(() => field().project.repository.git('config', 'core.excludesFile')).toThrow()
  })
  reported('y3owk1n/neru#1318', 'of a tool that ignores its own folder are not committed', () => {
    expect(field().project.text('nested.txt')).toBe('n\n')
    expect(field().project.text('tool/state')).toBe(null)
  })
  reported('diazoxide/charter#1075', 'of the user apply to agents, and the user’s file stays as it was', () => {
    const { project } = field()
    expect(project.text('notes.txt')).toBe('1\n')
    expect(project.text('CLAUDE.local.md')).toBe(null)
    expect(readFileSync(join(project.repository.path, 'CLAUDE.local.md'), 'utf8')).toBe('my notes\n')
  })
  reported(
    'Kilo-Org/kilocode#4901',
    'that an agent adds to the user’s own exclude file are named, and hide no work silently',
    () => {
      const { project, run } = direct()
      expect(run.told).toMatch(/info\/exclude/)
      expect(project.text('docs/guide.md') === 'guide\n' || run.statuses.second !== 'COMPLETED').toBe(true)
    },
  )
})

describe('I2: a sparse checkout', () => {
  const files = { 'api/a.txt': 'a\n', 'web/w.txt': 'w\n', 'root.txt': 'r\n' }
  const field = given(async () => {
    const project = await user().project(files)
    const before = readFileSync(join(project.repository.path, '.git/config'), 'utf8')
    const run = await project.run({
      narrow: 'git sparse-checkout set --cone api && echo 2 >> api/a.txt',
      patterns: "git sparse-checkout set --no-cone '/root.txt' && echo p >> root.txt && git commit -qam patterns",
      skips:
        'git update-index --skip-worktree web/w.txt; rm web/w.txt; echo s > skips.txt; git add skips.txt; git commit -qm skips',
      global: `git config core.sparseCheckout true; echo /api > "$(git rev-parse --git-dir)/info/sparse-checkout"; git read-tree -mu HEAD; echo g > api/g.txt`,
      wide: {
        run: 'test -f web/w.txt && test -f root.txt && echo 3 >> web/w.txt',
        dependsOn: ['narrow', 'patterns', 'skips', 'global'],
      },
    })
    return { project, run, before }
  })
  const usersOwn = given(async () => {
    const project = await user().project(files, ({ git }) => void git('sparse-checkout', 'set', '--cone', 'api'))
    const run = await project.run({ all: 'test -f web/w.txt && echo 2 >> web/w.txt && echo 2 >> api/a.txt' })
    return { project, run }
  })

  reported('rjwalters/loom#3278', 'of one agent does not narrow the next task', () => {
    expect(field().run.statuses.wide).toBe('COMPLETED')
    expect(field().project.text('web/w.txt')).toBe('w\n3\n')
  })
  reported(
    'narumiruna/pi-extensions#322',
    'removes no file from the work: paths with the skip-worktree bit are unchanged',
    () => {
      const { project, run } = field()
      expect(run.statuses).toMatchObject({ narrow: 'COMPLETED', patterns: 'COMPLETED', skips: 'COMPLETED' })
      expect(project.paths()).toEqual(expect.arrayContaining(['api/a.txt', 'root.txt', 'skips.txt', 'web/w.txt']))
      expect(project.text('api/a.txt')).toBe('a\n2\n')
      expect(project.text('root.txt')).toBe('r\np\n')
    },
  )
  reported('gitgitgadget/git#1101', 'leaves the config of the user as it was', () => {
    const { project, before } = field()
    expect(readFileSync(join(project.repository.path, '.git/config'), 'utf8')).toBe(before)
    expect(project.status()).toBe('')
  })
  reported('stablyai/orca#9922', 'made by hand with core.sparseCheckout loses nothing', () => {
    expect(field().run.statuses.global).toBe('COMPLETED')
    expect(field().project.text('api/g.txt')).toBe('g\n')
  })
  reported('asheshgoplani/agent-deck#1708', 'of the user stays sparse, while agents see every file', () => {
    const { project, run } = usersOwn()
    expect(run.run.deliveryStatus).toBe('DELIVERED')
    expect(project.text('web/w.txt')).toBe('w\n2\n')
    expect(existsSync(join(project.repository.path, 'web/w.txt'))).toBe(false)
    expect(readFileSync(join(project.repository.path, 'api/a.txt'), 'utf8')).toBe('a\n2\n')
    expect(project.status()).toBe('')
  })
})

describe('D5: an agent that breaks what it stands on', () => {
  const one = (key: string, then: string) => `echo 1 > ${key}.txt; git add .; git commit -qm ${key}; ${then}`
  const field = given(async () => {
    const project = await user().project()
    const run = await project.run({
      dotgit: one('dotgit', 'echo 2 > after.txt; rm -rf .git'),
      moved: one('moved', 'mv .git ../gone-git 2>/dev/null || mv .git .git-old; git status || true'),
      folder: one('folder', 'rm -rf "$PWD"'),
      removes: one('removes', 'git worktree remove --force "$PWD"; git worktree prune'),
      locked: one('locked', 'rm -f .git; mkdir .git; chmod 500 .git'),
      orphan: one(
        'orphan',
        'git checkout -q --orphan fresh; git rm -rqf .; echo o > orphan2.txt; git add .; git commit -qm fresh',
      ),
      clean: one('clean', 'git clean -qfdx; git reflog expire --expire=now --all; git gc -q --prune=now; git prune'),
      good: { run: 'echo 1 > good.txt', dependsOn: ['clean'] },
    })
    return { project, run }
  })
  const kept = (key: string) => {
    const { project, run } = field()
    expect(run.statuses[key]).toMatch(/COMPLETED|FAILED/)
    expect(project.isKept(`${key}.txt`)).toBe(true)
  }

  reported('jpsnover/ai-triad-research#493', 'by deleting .git loses no commit', () => kept('dotgit'))
  reported('Untrivial-ai/agent-orchestrator#5598', 'by moving or replacing .git loses no commit', () => {
    kept('moved')
    kept('locked')
  })
  reported('bobmatnyc/trusty-tools#5661', 'by deleting its folder loses no commit', () => {
    kept('folder')
  })
  reported('termio-sh/termio#621', 'by removing its worktree leaves no registration', () => {
    kept('removes')
    expect(field().project.repository.git('worktree', 'list').split('\n')).toHaveLength(1)
  })
  reported('superset-sh/superset#2007', 'by an orphan branch loses neither history', () => {
    kept('orphan')
    expect(field().project.isKept('orphan2.txt')).toBe(true)
    expect(field().project.text('a.txt')).toBe('base\n')
  })
  reported('marcusquinn/aidevops#18122', 'fails alone: the others are delivered, and the repository is sound', () => {
    const { project, run } = field()
    kept('clean')
    expect(run.statuses.good).toBe('COMPLETED')
    expect(project.text('good.txt')).toBe('1\n')
    expect(project.status()).toBe('')
    expect(() => project.repository.git('fsck', '--no-dangling')).not.toThrow()
  })
})

describe('D5: an agent that deletes branches', () => {
  const deletes = (refs: string, git = 'git') =>
    `${git} for-each-ref --format='%(refname)' ${refs} | xargs -rn1 ${git} update-ref -d`
  const field = given(async () => {
    const project = await user().project(undefined, ({ git }) => {
      git('branch', 'mine')
      git('tag', 'v1')
    })
    const soft = [{ task: 'refused', kind: 'soft' }]
    const run = await project.run(
      {
        refused: 'echo 1 > bad.txt; echo work > work.txt',
        tidy: { run: `${deletes('refs/heads/coppice')}; echo 1 > tidy.txt`, dependsOn: soft },
        all: { run: `${deletes('')}; echo 1 > all.txt`, dependsOn: soft },
        renames: { run: 'git branch -m other; git branch -f main HEAD~0; echo 1 > renames.txt', dependsOn: soft },
        packed: {
          run: `git pack-refs --all; rm -f "$(git rev-parse --git-dir)/packed-refs"; echo 1 > packed.txt`,
          dependsOn: soft,
        },
      },
      { verify: 'test ! -e bad.txt' },
    )
    return { project, run }
  })
  const direct = given(async () => {
    const project = await user().project()
    const soft = [{ task: 'refused', kind: 'soft' }]
    const run = await project.run(
      {
        refused: 'echo 1 > bad.txt; echo work > work.txt',
        sweeps: {
          run: `G=${USERS_GIT_DIR}; ${deletes('refs/heads/coppice refs/coppice', 'git --git-dir="$G"')}; echo 1 > sweeps.txt`,
          dependsOn: soft,
        },
        after: { run: 'test -f sweeps.txt && echo 1 > after.txt', dependsOn: ['sweeps'] },
      },
      { verify: 'test ! -e bad.txt' },
    )
    return { project, run }
  })

  reported('sipyourdrink-ltd/bernstein#4677', 'of Coppice does not lose refused work of another task', () => {
    expect(field().run.statuses).toMatchObject({ refused: 'FAILED', tidy: 'COMPLETED' })
    expect(field().project.isKept('work.txt')).toBe(true)
  })
  reported('the-agency-ai/the-agency#110', 'and tags, every one that it sees, leaves those of the user', () => {
    expect(field().run.statuses.all).toBe('COMPLETED')
    expect(field().project.repository.git('for-each-ref', '--format=%(refname)')).toMatch(
      /refs\/heads\/mine[\s\S]*refs\/tags\/v1/,
    )
  })
  reported('sipyourdrink-ltd/bernstein#840', 'or renames its own has its work merged', () => {
    expect(field().run.statuses.renames).toBe('COMPLETED')
    expect(field().project.text('renames.txt')).toBe('1\n')
  })
  reported('bitsocialnet/5chan#1107', 'by removing packed-refs has its work merged', () => {
    expect(field().run.statuses.packed).toBe('COMPLETED')
    expect(field().project.text('packed.txt')).toBe('1\n')
  })
  reported('kish21/parallel-agents#65', 'in the user’s repository by its path loses no work, and the run ends', () => {
    const { project, run } = direct()
    expect(project.isKept('sweeps.txt')).toBe(true)
    expect(run.run.finishedAt).not.toBe(null)
    expect(project.isKept('work.txt') || run.told.includes('refs/')).toBe(true)
  })
})
