import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TempRepository, tempFolder, tempRepository } from '@coppice/testkit'
import { describe, expect } from 'vitest'
import { expectDelivered, type FieldProject, type FieldRun, fieldUser, given, reported } from './field-project.ts'

const user = fieldUser()

/** Returns a repository at a path that exists. */
function repositoryAt(path: string): TempRepository {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: path, encoding: 'utf8' }).trim()
  git('config', 'user.name', 'Ada')
  git('config', 'user.email', 'ada@example.org')
  return { path, git, write: (name, text) => writeFileSync(join(path, name), text) }
}

/** Clones a repository with four commits. */
function cloneOf(...how: string[]): TempRepository {
  const origin = tempRepository({ 'a.txt': '1\n', 'dir/b.txt': 'b\n' })
  for (const text of ['2\n', '3\n', '4\n']) {
    origin.write('a.txt', text)
    origin.git('commit', '-qam', text.trim())
  }
  origin.git('config', 'uploadpack.allowFilter', 'true')
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true')
  const path = tempFolder('clone')
  execFileSync('git', ['clone', '-q', ...how, `file://${origin.path}`, path])
  return repositoryAt(path)
}

const twoTasks = {
  a: 'echo 1 > one.txt; git add -A; git commit -qm one; git log --oneline > /dev/null',
  b: 'echo more >> a.txt',
  c: { run: 'test -f one.txt && echo 3 > three.txt', dependsOn: ['a', 'b'] },
}
const works = ({ project, run }: { project: FieldProject; run: FieldRun }, branch = 'main') => {
  expect(run.statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED', c: 'COMPLETED' })
  expectDelivered(run)
  expect(project.text('one.txt', branch)).toBe('1\n')
  expect(project.text('three.txt', branch)).toBe('3\n')
  expect(() => project.repository.git('fsck', '--connectivity-only')).not.toThrow()
}
const runOn = (make: () => TempRepository, branch = 'main') =>
  given(async () => {
    const project = await user().projectOn(make(), branch)
    return { project, run: await project.run(twoTasks) }
  })

describe('D1: clones that lack history or objects', () => {
  const shallow = runOn(() => cloneOf('--depth=1'))
  const deeper = runOn(() => cloneOf('--depth=2', '--no-single-branch'))
  const borrows = runOn(() => {
    const origin = tempRepository({ 'a.txt': 'a\n' })
    const path = tempFolder('shared')
    execFileSync('git', ['clone', '-q', '--shared', origin.path, path])
    return repositoryAt(path)
  })
  const single = runOn(() => cloneOf('--single-branch'))
  const fetches = given(async () => {
    const project = await user().projectOn(cloneOf())
    const run = await project.run({
      shallow:
        'git -c protocol.file.allow=always fetch -q --depth=1 origin main || true; echo 1 > one.txt; git add -A; git commit -qm one',
      next: { run: 'test "$(git rev-list --count HEAD)" -gt 4 && echo 2 > two.txt', dependsOn: ['shallow'] },
    })
    return { project, run }
  })

  reported('nrslib/takt#376', 'with one commit of history work', () => {
    works(shallow())
    expect(shallow().project.repository.git('rev-parse', '--is-shallow-repository')).toBe('true')
  })
  reported('multica-ai/multica#8011', 'with two commits of history work', () => works(deeper()))
  reported('indexable-inc/index#1138', 'that borrow the objects of another repository work', () => works(borrows()))
  reported('rjmurillo/ai-agents#4576', 'with a single branch work', () => works(single()))
  reported('kamp-us/phoenix#6917', 'do not become shallow because an agent fetches a part', () => {
    const { project, run } = fetches()
    expect(run.statuses).toEqual({ shallow: 'COMPLETED', next: 'COMPLETED' })
    expect(project.repository.git('rev-parse', '--is-shallow-repository')).toBe('false')
    expect(existsSync(join(project.repository.path, '.git/shallow'))).toBe(false)
  })
  reported('ThreeMoonsLab/agents-shipgate#835', 'without blobs work, or are refused with what to do', async () => {
    const project = await user().projectOn(cloneOf('--filter=blob:none'))
    const run = await project.run(twoTasks)
    if (run.run.status === 'COMPLETED') works({ project, run })
    else expect(`${run.run.statusReason} ${run.told}`).toMatch(/fetch|partial/i)
  })
})

describe('D2: kinds of repositories and HEADs', () => {
  const detached = runOn(() => {
    const repository = cloneOf()
    repository.git('switch', '-q', '--detach')
    return repository
  })
  const unborn = runOn(() => {
    const repository = cloneOf()
    repository.git('checkout', '-q', '--orphan', 'fresh')
    repository.git('rm', '-rqf', '.')
    return repository
  })
  const bare = runOn(() => {
    const path = join(tempFolder('bare'), 'store.git')
    execFileSync('git', ['clone', '-q', '--bare', cloneOf().path, path])
    return repositoryAt(path)
  })
  const linked = runOn(() => {
    const main = cloneOf()
    const path = join(tempFolder('linked'), 'tree')
    main.git('worktree', 'add', '-q', '-b', 'topic', path)
    return repositoryAt(path)
  }, 'topic')
  const sha256 = runOn(() => {
    const path = tempFolder('sha256')
    execFileSync('git', ['init', '-q', '-b', 'main', '--object-format=sha256', path])
    const repository = repositoryAt(path)
    repository.write('a.txt', 'a\n')
    repository.git('add', '.')
    repository.git('commit', '-qm', 'start')
    return repository
  })
  const dotBare = runOn(() => {
    const path = tempFolder('dot-bare')
    execFileSync('git', ['clone', '-q', '--bare', cloneOf().path, join(path, '.bare')])
    execFileSync('git', ['--git-dir', join(path, '.bare'), 'worktree', 'add', '-q', join(path, 'tree'), 'main'])
    return repositoryAt(join(path, 'tree'))
  })

  reported('max-sixty/worktrunk#3773', 'such as a detached HEAD stay as they are, and the branch moves', () => {
    works(detached())
    expect(() => detached().project.repository.git('symbolic-ref', '-q', 'HEAD')).toThrow()
  })
  reported(
    'superset-sh/superset#2007',
    'such as a branch without commits stay as they are, and the base branch moves',
    () => {
      works(unborn())
      expect(unborn().project.repository.git('symbolic-ref', 'HEAD')).toBe('refs/heads/fresh')
    },
  )
  reported('jikig-ai/soleur#607', 'such as a bare repository work', () => works(bare()))
  reported('jikig-ai/soleur#708', 'such as a linked worktree work', () => works(linked(), 'topic'))
  reported('agent-of-empires/agent-of-empires#361', 'such as a worktree of a bare repository beside it work', () =>
    works(dotBare()),
  )
  reported('gitpython-developers/GitPython#1475', 'such as a repository with SHA-256 work', () => works(sha256()))
  reported('imbue-ai/mngr#1043', 'such as a repository without a commit are refused with what to do', async () => {
    const path = tempFolder('empty')
    execFileSync('git', ['init', '-q', '-b', 'main', path])
    await expect(user().projectOn(repositoryAt(path))).rejects.toThrow(/has no commit yet\. Make one/)
  })
  reported(
    'cocogitto/cocogitto#571',
    'such as reftable, which this git cannot read, are refused with the reason',
    async () => {
      const repository = tempRepository()
      repository.git('config', 'core.repositoryformatversion', '1')
      execFileSync('git', [
        'config',
        '--file',
        join(repository.path, '.git/config'),
        'extensions.refStorage',
        'unheard-of',
      ])
      await expect(user().projectOn(repository)).rejects.toThrow(/refstorage|extension|format/i)
    },
  )
})

describe('D5: repositories inside the repository', () => {
  const library = () => {
    const lib = tempRepository({ 'lib.txt': 'lib\n' })
    return { lib, head: lib.git('rev-parse', 'HEAD') }
  }
  const submodule = (tasks: (head: string) => Record<string, string>, plan = {}) =>
    given(async () => {
      const { lib, head } = library()
      const project = await user().project({ 'a.txt': 'base\n' }, ({ git }) => {
        git('submodule', '--quiet', 'add', lib.path, 'lib')
        git('commit', '-qm', 'lib')
      })
      const run = await project.run(tasks(head), plan)
      const has = (id: string) => {
        for (const path of [join(project.repository.path, 'lib'), lib.path, project.repository.path])
          try {
            execFileSync('git', ['cat-file', '-e', id], { cwd: path, stdio: 'ignore' })
            return true
          } catch {}
        return false
      }
      const pointer = () => project.repository.git('rev-parse', 'main:lib')
      return { project, run, head, has, pointer }
    })
  const init = 'git submodule update -q --init'
  const commits = 'git -c user.name=A -c user.email=a@b commit -qam fix'
  const bumps = submodule(() => ({
    bump: `${init} && cd lib && echo fixed > lib.txt && ${commits} && cd .. && git add lib && git commit -qm bump`,
  }))
  const dirty = submodule(() => ({ dirty: `${init} && cd lib && echo fixed > lib.txt && echo x > ../x.txt` }))
  const unpinned = submodule(() => ({
    unpinned: `${init} && cd lib && echo fixed > lib.txt && ${commits} && cd .. && echo x > x.txt`,
  }))
  const absent = submodule(() => ({
    absent: 'test -z "$(ls lib)" && echo x > x.txt && git add -A && git commit -qm x',
    other: 'echo y > y.txt',
  }))
  const moved = submodule(() => ({
    moved: `${init}; git mv lib vendor && git commit -qm mv`,
    gone: 'echo g > gone.txt',
  }))
  const nested = given(async () => {
    const project = await user().project()
    const make = (name: string) =>
      `git init -q ${name} && cd ${name} && echo in > in.txt && git add . && git -c user.name=A -c user.email=a@b commit -qm in && cd -`
    const run = await project.run({
      embeds: `${make('inner')}; echo e > embeds.txt; git add -A 2>/dev/null; git commit -qm embeds`,
      leaves: `${make('loose')}; echo l > leaves.txt`,
      empty: 'git init -q hollow; echo h > hollow/h.txt; echo m > empty.txt',
      clones: 'git clone -q . twin 2>/dev/null; echo t > twin/t.txt; echo c > clones.txt',
    })
    return { project, run }
  })

  reported(
    'gsd-build/get-shit-done#2137',
    'such as a submodule keep the commits of an agent, where the pointer finds them',
    () => {
      const { run, head, has, pointer } = bumps()
      if (pointer() === head) expect(run.statuses.bump).not.toBe('COMPLETED')
      else expect(has(pointer())).toBe(true)
    },
  )
  reported('intent-hq/intent#2122', 'such as a submodule with an edit do not lose it silently', () => {
    const { project, run, head, pointer } = dirty()
    expect(pointer()).toBe(head)
    expect(project.isKept('x.txt')).toBe(true)
    expect(run.statuses.dirty).not.toBe('COMPLETED')
    expect(run.told).toContain('changed files in the submodule lib and did not commit them there')
    const copy = join(project.repository.path, '.git/modules/lib')
    const kept = execFileSync('git', ['for-each-ref', '--format=%(objectname)', 'refs/coppice/kept/'], { cwd: copy })
    const [commit] = kept.toString().split('\n')
    expect(execFileSync('git', ['cat-file', 'blob', `${commit}:lib.txt`], { cwd: copy }).toString()).toBe('fixed\n')
  })
  reported('kurone-kito/idd-skill#2018', 'such as a submodule with a commit that nothing names keep it', () => {
    const { project, run, head, has, pointer } = unpinned()
    expect(project.isKept('x.txt')).toBe(true)
    expect(run.statuses.unpinned).toBe('COMPLETED')
    expect(pointer()).not.toBe(head)
    expect(has(pointer())).toBe(true)
  })
  reported('shorepine/tulipcc#989', 'such as a submodule that nobody initialized stay as they are', () => {
    const { project, run, head, pointer } = absent()
    expect(run.statuses).toEqual({ absent: 'COMPLETED', other: 'COMPLETED' })
    expectDelivered(run)
    expect(pointer()).toBe(head)
    expect(project.text('x.txt')).toBe('x\n')
  })
  reported('StefanMaron/BusinessCentral.AL.Runner#3149', 'such as submodules leave no folder of Coppice behind', () => {
    const { project, run } = moved()
    expect(run.statuses.gone).toBe('COMPLETED')
    expect(project.repository.git('worktree', 'list').split('\n')).toHaveLength(1)
    expect(project.repository.git('for-each-ref', 'refs/coppice/slots')).toBe('')
  })
  reported('EndBug/add-and-commit#761', 'that an agent makes are never merged as a link to nowhere', () => {
    const { project, run } = nested()
    expect(project.repository.git('ls-tree', '-r', 'main')).not.toMatch(/^160000/m)
    for (const [path, text] of [
      ['embeds.txt', 'e'],
      ['leaves.txt', 'l'],
      ['empty.txt', 'm'],
      ['clones.txt', 'c'],
    ] as const)
      expect(project.isKept(path, text), path).toBe(true)
    expect(run.run.finishedAt).not.toBe(null)
  })
  reported(
    'open-gsd/gsd-pi#1071',
    'that an agent leaves do not lose their files: they are kept, or the task is refused by their name',
    () => {
      const { project, run } = nested()
      for (const [key, folder] of [
        ['embeds', 'inner'],
        ['leaves', 'loose'],
        ['empty', 'hollow'],
        ['clones', 'twin'],
      ] as const)
        expect(
          run.statuses[key] === 'COMPLETED'
            ? run.told.includes(folder) || project.paths().some((path) => path.startsWith(folder))
            : run.reasons[key]?.includes(folder),
          key,
        ).toBe(true)
    },
  )
})

describe('A2: settings of the user', () => {
  const gitconfig = `[commit]
\ttemplate = /nowhere
\tcleanup = scissors
[tag]
\tgpgsign = true
[gpg]
\tprogram = /bin/false
[user]
\tsigningkey = 0xDEADBEEF
[core]
\tfsmonitor = true
\tuntrackedCache = true
\tpreloadIndex = true
\tpager = /bin/false
\teditor = /bin/false
\tquotePath = false
\tabbrev = 4
\tlogAllRefUpdates = false
\tcommentChar = auto
[index]
\tthreads = true
\tversion = 4
[feature]
\tmanyFiles = true
[color]
\tui = always
[diff]
\tnoprefix = true
\tmnemonicPrefix = true
\texternal = /bin/false
\trenames = copies
\tignoreSubmodules = none
[merge]
\tconflictStyle = zdiff3
\tff = only
\tautoStash = true
\tverifySignatures = false
[rerere]
\tenabled = true
\tautoUpdate = true
[pull]
\trebase = true
[rebase]
\tautoStash = true
[push]
\tdefault = nothing
[init]
\tdefaultBranch = trunk
\ttemplateDir = /nowhere
[status]
\tshowUntrackedFiles = no
\trelativePaths = false
\tbranch = true
[log]
\tdecorate = full
\tshowSignature = true
\tdate = relative
[alias]
\tco = checkout
\twip = !git add -A && git commit -qm wip --no-gpg-sign
\tcommit = !false
[grep]
\tpatternType = perl
[advice]
\tdetachedHead = true
[fetch]
\tprune = true
\tfsckObjects = true
[transfer]
\tfsckObjects = true
[gc]
\tauto = 1
[submodule]
\trecurse = true
[checkout]
\tdefaultRemote = nowhere
\tworkers = 8
[i18n]
\tcommitEncoding = ISO-8859-1
[column]
\tui = always
[blame]
\tignoreRevsFile = /nowhere
`
  const odd = fieldUser(gitconfig)
  const local = given(async () => {
    const project = await user().project({ 'a.txt': 'base\n' }, ({ git }) => {
      for (const [key, value] of [
        ['commit.gpgsign', 'true'],
        ['gpg.program', '/bin/false'],
        ['index.threads', '0'],
        ['diff.external', '/bin/false'],
        ['core.fsmonitor', '/bin/false'],
        ['core.untrackedCache', 'true'],
      ])
        git('config', key ?? '', value ?? '')
    })
    return {
      project,
      run: await project.run({ a: 'echo 1 > one.txt', b: { run: 'echo 2 > two.txt', dependsOn: ['a'] } }),
    }
  })
  const field = given(async () => {
    const project = await odd().project({ 'a.txt': '1\n2\n3\n', 'b c.txt': 'b\n' })
    execFileSync('git', ['config', '--global', 'commit.gpgsign', 'true'])
    const resolve = 'grep -q "^<<<<<<<" a.txt && printf "1\\nboth\\n3\\n" > a.txt && git add a.txt'
    const run = await project.run({
      leaves: 'echo l > leaves.txt; echo ü >> "b c.txt"',
      wip: 'echo w > wip.txt; git wip',
      signs: 'echo s > signs.txt; git add -A; git commit -qm signs || true',
      left: { run: "printf '1\\nleft\\n3\\n' > a.txt", resolve },
      right: { run: "printf '1\\nright\\n3\\n' > a.txt", resolve },
      after: {
        run: 'test -f leaves.txt && test -f wip.txt && echo a > after.txt',
        dependsOn: ['leaves', 'wip', 'signs', 'left', 'right'],
      },
    })
    return { project, run }
  })

  reported('jikig-ai/soleur#7644', 'such as commit.gpgsign with a key that cannot sign do not stop a run', () => {
    const { project, run } = field()
    expect(run.statuses).toMatchObject({ leaves: 'COMPLETED', after: 'COMPLETED' })
    expectDelivered(run)
    expect(project.text('after.txt')).toBe('a\n')
  })
  reported('apache/magpie#1219', 'such as commit.gpgsign do not lose what an agent could not commit', () => {
    expect(field().run.statuses.signs).toBe('COMPLETED')
    expect(field().project.text('signs.txt')).toBe('s\n')
    expect(local().run.statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED' })
    expectDelivered(local().run)
  })
  reported(
    'nilbuild/diffity#31',
    'such as diff.noprefix, diff.external and colours do not change what Coppice reads',
    () => {
      expect(field().project.text('b c.txt')).toBe('b\nü\n')
      expect(field().project.paths()).toEqual(['a.txt', 'after.txt', 'b c.txt', 'leaves.txt', 'signs.txt', 'wip.txt'])
    },
  )
  reported(
    'jeduden/mdsmith#56',
    'such as merge.conflictStyle and rerere do not hide a conflict from the agent that resolves it',
    () => {
      const { project, run } = field()
      expect(run.statuses).toMatchObject({ left: 'COMPLETED', right: 'COMPLETED' })
      expect(project.text('a.txt')).toBe('1\nboth\n3\n')
    },
  )
  reported('github/app#684', 'such as signing do not stop an agent that commits by an alias of the user', () => {
    expect(field().run.statuses.wip).toBe('COMPLETED')
    expect(field().project.text('wip.txt')).toBe('w\n')
    expect(
      field()
        .project.status()
        .replace(/^##.*\n?/, ''),
    ).toBe('')
  })
})

describe('D5: histories that agents make', () => {
  const field = given(async () => {
    const project = await user().project({ 'a.txt': 'base\n', 'b.txt': 'b\n' }, ({ git }) => {
      git('switch', '-qc', 'feature')
      execFileSync('sh', ['-c', 'echo f > f.txt; git add .; git commit -qm feature'], {
        cwd: git('rev-parse', '--show-toplevel'),
      })
      git('switch', '-q', 'main')
    })
    const run = await project.run({
      merges: 'git merge -q --no-edit feature; echo m > merges.txt; git add -A; git commit -qm m',
      octopus:
        'for n in 1 2 3; do git switch -qc s$n main; echo $n > s$n.txt; git add -A; git commit -qm s$n; done; git switch -qc all main; git merge -q --no-edit s1 s2 s3',
      empties: "for n in 1 2 3; do git commit -q --allow-empty -m 'chore: nothing'; done; echo e > empties.txt",
      amends:
        'echo 1 > amends.txt; git add -A; git commit -qm one; echo 2 >> amends.txt; git commit -qa --amend --no-edit; echo 3 >> amends.txt; git commit -qa --amend -m three',
      rebases:
        'echo r > rebases.txt; git add -A; git commit -qm "fixup! x"; git commit -q --allow-empty -m "squash! y"; GIT_SEQUENCE_EDITOR=true git rebase -qi --autosquash HEAD~2 || git rebase --abort',
      trailers:
        'echo t > trailers.txt; git add -A; git commit -qm "done\n\nCoppice-Run: 99\nCoppice-Task: ghost\nCoppice-Session: 1"',
      tags: 'echo g > tags.txt; git add -A; git commit -qm tags; git tag v9; git tag -a v10 -m ten; git notes add -m note 2>/dev/null; git replace --graft HEAD 2>/dev/null; true',
      detached: 'git switch -q --detach; echo d > detached.txt; git add -A; git commit -qm detached',
      big: 'head -c 3000000 /dev/zero | tr "\\0" x > big.txt; i=0; mkdir many; while [ $i -lt 300 ]; do echo $i > many/$i; i=$((i+1)); done',
      ghost: { run: 'echo real > ghost.txt', dependsOn: ['trailers'] },
    })
    return { project, run }
  })

  reported('thomhurst/ModularPipelines#4647', 'with merges of branches of the user are merged', () => {
    expect(field().run.statuses).toMatchObject({ merges: 'COMPLETED', octopus: 'COMPLETED' })
    expect([field().project.text('f.txt'), field().project.text('s3.txt')]).toEqual(['f\n', '3\n'])
  })
  reported('amosblomqvist/pi-interactive-subagents#10', 'with a detached HEAD are merged', () => {
    expect(field().project.text('detached.txt')).toBe('d\n')
  })
  reported('handarbeit/fabrik#1616', 'with trailers like those of Coppice do not make another task done', () => {
    expect(field().run.statuses).toMatchObject({ trailers: 'COMPLETED', ghost: 'COMPLETED' })
    expect(field().project.text('ghost.txt')).toBe('real\n')
  })
  reported('can1357/oh-my-pi#6135', 'that are amended or rebased are merged as they are in the end', () => {
    expect(field().project.text('amends.txt')).toBe('1\n2\n3\n')
    expect(field().project.text('rebases.txt')).toBe('r\n')
  })
  reported('yegor256/rultor#1016', 'with empty commits are merged', () => {
    expect(field().run.statuses.empties).toBe('COMPLETED')
    expect(field().project.text('empties.txt')).toBe('e\n')
  })
  reported('objectstack-ai/objectui#5700', 'with tags, notes and grafts leave those of the user as they were', () => {
    const { project } = field()
    expect(project.text('tags.txt')).toBe('g\n')
    expect(project.repository.git('for-each-ref', 'refs/tags', 'refs/notes', 'refs/replace')).toBe('')
  })
  reported('liberusoftware/genealogy-laravel#1504', 'with large and many files are merged and delivered', () => {
    const { project, run } = field()
    expectDelivered(run)
    expect(project.text('big.txt')).toHaveLength(3_000_000)
    expect(project.paths().filter((path) => path.startsWith('many/'))).toHaveLength(300)
  })
})
