import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TempRepository, USERS_GIT_DIR } from '@coppice/testkit'
import { describe, expect } from 'vitest'
import { expectDelivered, type FieldTasks, fieldUser, given, reported } from './field-project.ts'

const user = fieldUser()

describe('P5: a run branch that a person took by hand', () => {
  const tasks: FieldTasks = {
    a: 'sed -i.bak s/two/TWO/ a.txt; rm a.txt.bak; git commit -qam a; echo more > more.txt; git add more.txt; git commit -qm more',
    b: { run: 'echo b > b.txt', dependsOn: ['a'] },
  }
  const taken = (take: (repository: TempRepository) => void) =>
    given(async () => {
      const project = await user().project({ 'a.txt': 'one\ntwo\nthree\n' })
      const first = await project.run(tasks, { delivery: 'manual' })
      take(project.repository)
      const base = project.repository.git('rev-parse', 'main')
      const second = await project.run(
        { ...tasks, c: { run: 'echo c > c.txt', dependsOn: ['b'] } },
        { delivery: 'manual' },
      )
      const at = (path: string) => project.text(path, second.run.branch)
      return { project, first, second, base, at }
    })
  const commit = ({ git }: TempRepository, text: string) => git('commit', '-qm', text)
  const squash = taken((repository) => {
    repository.git('merge', '-q', '--squash', 'coppice/run-1')
    commit(repository, 'Feature (#12)')
  })
  const edited = taken((repository) => {
    repository.git('merge', '-q', '--squash', 'coppice/run-1')
    commit(repository, 'Feature (#12)')
    repository.write('a.txt', 'one\nTWO, reviewed\nthree\n')
    repository.git('commit', '-qam', 'After review')
  })
  const rebased = taken(({ git, write }) => {
    write('base.txt', 'moved\n')
    git('add', '.')
    git('commit', '-qm', 'The base moved')
    git('switch', '-q', '--detach', 'coppice/run-1')
    git('rebase', '-q', 'main')
    const tip = git('rev-parse', 'HEAD')
    git('switch', '-q', 'main')
    git('merge', '-q', '--ff-only', tip)
  })
  const merged = taken(({ git }) => void git('merge', '-q', '--no-ff', '-m', 'Merge', 'coppice/run-1'))
  const deleted = taken((repository) => {
    repository.git('merge', '-q', '--squash', 'coppice/run-1')
    commit(repository, 'Feature (#12)')
    repository.git('branch', '-qD', 'coppice/run-1')
  })
  const picked = taken(({ git }) => {
    const commits = git('log', '--reverse', '--no-merges', '--format=%H', 'main..coppice/run-1').split('\n')
    git('cherry-pick', ...commits)
  })
  const holds = ({ project, second, base, at }: ReturnType<typeof squash>, text = 'one\nTWO\nthree\n') => {
    expect(second.statuses, 'the work is not done and paid for again').toEqual({ c: 'COMPLETED' })
    expect([at('a.txt'), at('b.txt'), at('c.txt')]).toEqual([text, 'b\n', 'c\n'])
    expect(project.repository.git('rev-parse', 'main')).toBe(base)
  }

  reported('maxritter/pilot-shell#169', 'by a squash is not done again', () => holds(squash()))
  reported('gitbutlerapp/gitbutler#9817', 'by a squash, and then edited, is neither done again nor reverted', () =>
    holds(edited(), 'one\nTWO, reviewed\nthree\n'),
  )
  reported('northguild/worktree#66', 'by a rebase is not done again', () => holds(rebased()))
  reported('h0x91b/dev-3.0#1125', 'by a merge is not done again', () => holds(merged()))
  reported('Runfusion/Fusion#3618', 'by a squash, and then deleted, is not done again', () => holds(deleted()))
  reported('can1357/oh-my-pi#3845', 'commit by commit is not done again', () => holds(picked()))
})

describe('P5: a task whose merge a person reverted', () => {
  const reverted = (revert: (repository: TempRepository) => void, more: FieldTasks = {}) =>
    given(async () => {
      const project = await user().project()
      const a = 'test ! -e one.txt && echo 1 > one.txt'
      await project.run({ a, z: 'echo z > z.txt' })
      revert(project.repository)
      const b = { run: 'test -f one.txt && echo 2 > two.txt', dependsOn: ['a'] }
      return { project, run: await project.run({ a, z: 'echo z > z.txt', b, ...more }) }
    })
  const mergeOf = ({ git }: TempRepository, key: string) =>
    git('log', '--merges', '--format=%H', `--grep=Coppice-Task: ${key}`, '-1', 'main')
  const plain = reverted(
    (repository) => void repository.git('revert', '--no-edit', '-m', '1', mergeOf(repository, 'a')),
  )
  const again = reverted((repository) => {
    repository.git('revert', '--no-edit', '-m', '1', mergeOf(repository, 'a'))
    repository.git('revert', '--no-edit', 'HEAD')
  })
  const batch = reverted((repository) => {
    for (const key of ['z', 'a']) repository.git('revert', '--no-commit', '-m', '1', mergeOf(repository, key))
    repository.git(
      'commit',
      '-qm',
      `Revert both\n\nThis reverts commit ${mergeOf(repository, 'a')}.\nThis reverts commit ${mergeOf(repository, 'z')}.`,
    )
  })
  const reset = reverted(({ git }) => void git('reset', '-q', '--hard', git('rev-list', '--max-parents=0', 'main')))
  const removed = reverted(({ git }) => {
    git('rm', '-q', 'z.txt')
    git('commit', '-qm', 'No z after all')
  })

  reported('Runfusion/Fusion#2070', 'is done again before its dependent', () => {
    const { project, run } = plain()
    expect(run.statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED' })
    expect([project.text('one.txt'), project.text('two.txt')]).toEqual(['1\n', '2\n'])
  })
  reported('gitbutlerapp/gitbutler#14176', 'is done when the revert was reverted', () => {
    expect(again().run.statuses).toEqual({ b: 'COMPLETED' })
    expect(again().project.text('two.txt')).toBe('2\n')
  })
  reported('AgentFlocks/flocks#563', 'with others in one commit is done again', () => {
    expect(batch().run.statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED', z: 'COMPLETED' })
    expect(batch().project.text('z.txt')).toBe('z\n')
  })
  reported('Runfusion/Fusion#2123', 'by moving the branch back is done again', () => {
    expect(reset().run.statuses).toMatchObject({ b: 'COMPLETED' })
    expect([reset().project.text('one.txt'), reset().project.text('two.txt')]).toEqual(['1\n', '2\n'])
  })
  reported('handarbeit/fabrik#1616', 'only in part, by a commit of their own, counts as done', () => {
    expect(removed().run.statuses).toEqual({ b: 'COMPLETED' })
    expect(removed().project.text('z.txt'), 'what a person deleted is not brought back').toBe(null)
  })
})

describe('D5: branches of Coppice that a person deletes', () => {
  const deletes = (between: (repository: TempRepository) => void, delivery = 'manual') =>
    given(async () => {
      const project = await user().project()
      const plan = { delivery, verify: 'test ! -e bad.txt' }
      const first = await project.run({ a: 'echo 1 > one.txt', bad: 'echo bad > bad.txt' }, plan)
      between(project.repository)
      const tasks = {
        a: 'test ! -e one.txt && echo 1 > one.txt',
        b: { run: 'test -f one.txt && echo 2 > two.txt', dependsOn: ['a'] },
      }
      return { project, first, second: await project.run(tasks, plan) }
    })
  const refs =
    (pattern: string) =>
    ({ git }: TempRepository) => {
      for (const ref of git('for-each-ref', '--format=%(refname)', pattern).split('\n').filter(Boolean))
        git('update-ref', '-d', ref)
    }
  const collect = ({ git }: TempRepository) => {
    git('reflog', 'expire', '--expire=now', '--all')
    git('gc', '-q', '--prune=now')
  }
  const branch = deletes(refs('refs/heads/coppice/run-1'))
  const collected = deletes((repository) => {
    refs('refs/heads/coppice/run-1')(repository)
    collect(repository)
  })
  const everything = deletes((repository) => {
    refs('refs/heads/coppice')(repository)
    refs('refs/coppice')(repository)
    collect(repository)
  })
  const delivered = deletes(refs('refs/heads/coppice'), 'auto')
  const moved = deletes(({ git }) => void git('branch', '-f', 'coppice/run-1', 'main'))
  const both = ({ project, second }: ReturnType<typeof branch>) => {
    expect(Object.values(second.statuses)).not.toContain('FAILED')
    const at = (path: string) => project.text(path, second.run.branch)
    expect([at('one.txt'), at('two.txt')]).toEqual(['1\n', '2\n'])
  }

  reported('jwbron/egg#3479', 'before the delivery do not lose the merged work', () => {
    both(branch())
    expect(branch().second.statuses, 'the work is not done and paid for again').toEqual({ b: 'COMPLETED' })
  })
  reported(
    'yonatangross/orchestkit#1278',
    'before the delivery, and then collects garbage, do not lose it either',
    () => both(collected()),
  )
  reported('ai-sdlc-framework/ai-sdlc#377', 'with every ref of Coppice do not stop the next run', () =>
    both(everything()),
  )
  reported('lucasdicioccio/agents-exe#283', 'after the delivery change nothing', () => {
    both(delivered())
    expect(delivered().second.statuses).toEqual({ b: 'COMPLETED' })
  })
  reported('reddb-io/red-skills#2985', 'or move back do not make unmerged tasks count as done', () => both(moved()))
})

describe('I4: names that are taken', () => {
  const at = (prepare: (repository: TempRepository) => void, files?: Record<string, string>) =>
    given(async () => {
      const project = await user().project(files, (repository) => {
        prepare(repository)
        repository.write('second.txt', 'second\n')
        repository.git('add', '.')
        repository.git('commit', '-qm', 'second')
      })
      const before = project.repository.git('for-each-ref', '--format=%(refname) %(objectname)')
      const run = await project.run({
        a: 'test -f second.txt && echo x > x.txt',
        b: { run: 'test -f x.txt && echo y > y.txt', dependsOn: ['a'] },
      })
      const kept = before.split('\n').filter((ref) => !ref.startsWith('refs/heads/main '))
      const now = project.repository.git('for-each-ref', '--format=%(refname) %(objectname)')
      return { project, run, isSame: kept.every((ref) => now.includes(ref)) }
    })
  const tags = at(({ git }) => {
    for (const name of ['main', 'heads/main', 'HEAD', 'coppice/run-1', 'coppice/work/run-1/a', 'refs/heads/main'])
      git('tag', name)
    git('pack-refs', '--all')
  })
  const below = at(({ git }) => {
    git('branch', 'coppice/run-1/mine')
    git('branch', 'coppice/run-2')
    git('branch', 'coppice/work/run-3')
  })
  const files = at(() => {}, {
    main: 'a file named main\n',
    'coppice/run-1': 'a file\n',
    HEAD: 'a file\n',
    'a.txt': 'base\n',
  })
  const remotes = at(({ git }) => {
    git('update-ref', 'refs/remotes/main', 'HEAD')
    git('update-ref', 'refs/remotes/coppice/run-1', 'HEAD')
    git('update-ref', 'refs/remotes/origin/main', 'HEAD')
  })
  const holds = ({ project, run, isSame }: ReturnType<typeof tags>) => {
    expectDelivered(run)
    expect([project.text('x.txt'), project.text('y.txt')]).toEqual(['x\n', 'y\n'])
    expect(isSame, 'the refs of the user are as before').toBe(true)
  }

  reported('stablyai/orca#2491', 'by tags like the base branch do not mislead the run', () => holds(tags()))
  reported('max-sixty/worktrunk#3527', 'by a branch below that of the run make it take the next free number', () => {
    holds(below())
    expect(below().run.run.number).toBeGreaterThan(2)
  })
  reported('kortix-ai/suna#3316', 'by a branch above those of the tasks do not stop the run', () => {
    expect(below().run.statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED' })
  })
  reported('nvie/git-toolbelt#64', 'by files are not taken for branches', () => holds(files()))
  reported('Tracer-Cloud/opensre#1180', 'by remote-tracking branches are not taken for branches', () =>
    holds(remotes()),
  )
  reported('alexiszamanidis/vscode-git-worktrees#35', 'by a branch `coppice` are refused with what to do', async () => {
    await expect(user().project(undefined, ({ git }) => void git('branch', 'coppice'))).rejects.toThrow(
      /git -C .* branch -m coppice/,
    )
  })
})

describe('C2: a run whose repository breaks under it', () => {
  /** Runs a task that breaks something, and a task after it; then the user repairs the repository and runs the rest. */
  const breaks = (command: string, repair: (repository: TempRepository) => void = () => {}) =>
    given(async () => {
      const project = await user().project()
      const first = await project.run({
        a: `echo 1 > one.txt; ${command}`,
        b: { run: 'echo 2 > two.txt', dependsOn: ['a'] },
      })
      repair(project.repository)
      const second = await project.run({ a: 'echo 1 > one.txt', b: 'echo 2 > two.txt', c: 'echo 3 > three.txt' })
      return { project, first, second }
    })
  const G = USERS_GIT_DIR
  const tidied = breaks(`G=${G}; git --git-dir="$G" update-ref -d refs/heads/coppice/run-1`)
  const base = breaks(
    `G=${G}; git --git-dir="$G" update-ref refs/backup refs/heads/main; git --git-dir="$G" update-ref -d refs/heads/main`,
    ({ git }) => {
      git('update-ref', 'refs/heads/main', 'refs/backup')
    },
  )
  const foreign = breaks(
    `G=${G}; git --git-dir="$G" update-ref refs/heads/coppice/run-1 "$(git --git-dir="$G" commit-tree -m odd "$(git --git-dir="$G" hash-object -t tree /dev/null -w)")"`,
  )
  const broken = breaks(`mkdir -p ${G}/refs/heads/odd; echo nonsense > ${G}/refs/heads/odd/ref`, ({ path }) =>
    rmSync(join(path, '.git/refs/heads/odd'), { recursive: true }),
  )
  const head = breaks(`echo nonsense > ${G}/HEAD`, ({ path }) => {
    writeFileSync(join(path, '.git/HEAD'), 'ref: refs/heads/main\n')
  })
  const ends = ({ project, first, second }: ReturnType<typeof tidied>) => {
    expect(['COMPLETED', 'FAILED', 'CANCELLED']).toContain(first.run.status)
    expect(second.run.status).toBe('COMPLETED')
    expect(project.text('three.txt')).toBe('3\n')
    for (const path of ['one.txt', 'two.txt']) expect(project.isKept(path), path).toBe(true)
  }

  reported('reddb-io/red-skills#2985', 'because the branch of the run is deleted ends, and the next run works', () =>
    ends(tidied()),
  )
  reported('aviator-co/av#490', 'because the base branch is deleted ends, and the next run works', () => ends(base()))
  reported(
    'kunchenguid/no-mistakes#1148',
    'because the branch of the run is moved to foreign history ends, and the next run works',
    () => ends(foreign()),
  )
  reported('kcsinclair/kaos-control#17', 'because of a ref that git cannot read ends, and the next run works', () =>
    ends(broken()),
  )
  reported('hardbeat920/monocode#329', 'because HEAD is broken ends, and the next run works', () => ends(head()))
})
