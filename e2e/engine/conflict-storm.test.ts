import { execFileSync } from 'node:child_process'
import { commandPlan, tempFolder, tempRepository } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished } from './engine-under-test.ts'

/** How many tasks edit the same files. A long search sets COPPICE_CONFLICTS=30. */
const TASKS = Number(process.env.COPPICE_CONFLICTS ?? 10)
const FILES = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.txt`)

/**
 * How agents resolve conflicts. Only `well` keeps the lines of both sides. `markers` leaves the conflict as it is, `drops` takes the lines of one
 * side only, `breaks` writes a file that verify refuses, `gives-up` fails, and `never` has no conflict session.
 */
const RESOLVERS: Readonly<Record<string, string | undefined>> = {
  well: 'while read -r file; do sed -i "/^[<=>]\\{7\\}/d" "$file"; git add "$file"; done < "$COPPICE_CONFLICT_FILES"',
  markers: 'git add -A',
  drops: 'while read -r file; do git checkout --theirs -- "$file"; git add "$file"; done < "$COPPICE_CONFLICT_FILES"',
  breaks: 'while read -r file; do echo broken > "$file"; git add "$file"; done < "$COPPICE_CONFLICT_FILES"',
  'gives-up': 'echo "I do not know"; exit 1',
  never: undefined,
}
const KINDS = ['well', 'markers', 'well', 'drops', 'well', 'breaks', 'well', 'gives-up', 'well', 'never']

/** Fails if a file has a conflict marker, or lacks the line of a task. Each task lists in `done/` the files to which it wrote its line. */
const VERIFY = `! grep -qE '^(<|=|>){7}' ${FILES.join(' ')} && for task in done/*; do for file in $(cat "$task"); do grep -qx "\${task#done/}" "$file" || exit 1; done; done`

const tasks = Array.from({ length: TASKS }, (_, index) => {
  const kind = KINDS[index % KINDS.length] as string
  const key = `${kind}-${index}`
  const files = [FILES[index % FILES.length], FILES[(index + 2) % FILES.length]]
  const edits = files.map((file) => `sed -i '1a ${key}' ${file}`).join(' && ')
  const run = `${edits} && echo ${files.join(' ')} > done/${key} && git add -A && git commit -qm ${key}`
  return { key, epic: 'storm', run, resolve: RESOLVERS[kind] }
})

it(`D3, D4, D5: ${TASKS} tasks edit the same five files, and no line is lost and no merge is red`, {
  timeout: 1_800_000,
}, async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const start = Object.fromEntries(FILES.map((name) => [name, 'first\nlast\n']))
  const { path, git } = tempRepository({ ...start, 'done/.keep': '' })
  const base = git('rev-parse', 'main')
  const project = await under.engine.createProject({ name: 'storm', repositoryPath: path, baseBranch: 'main' })
  const plan = commandPlan(tasks, { verify: VERIFY, defaults: { maxAttempts: 2 } })
  await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(plan) })
  const { id } = await under.engine.startParallel({ projectId: project.id, maxConcurrency: 8 })
  const { run, statuses, tasks: ended } = await finished(under, id)

  expect(run).toMatchObject({ status: 'FAILED', deliveryStatus: 'DELIVERED' })
  const isMerged = (key: string) => statuses[key] === 'COMPLETED'
  expect(tasks.filter(({ key }) => key.startsWith('well') && !isMerged(key))).toEqual([])
  for (const { key, status, conflictFiles } of ended)
    if (key.startsWith('never'))
      expect({ key, status, files: conflictFiles.length > 0 }).toEqual({ key, status: 'CONFLICT', files: true })

  const refs = git('for-each-ref', '--format=%(objectname)', 'refs/heads', 'refs/coppice').split('\n')
  const everything = new Set(git('log', '-p', '--format=', ...refs, '--', ...FILES).split('\n'))
  expect(tasks.filter(({ key }) => !everything.has(`+${key}`))).toEqual([])
  for (const { key } of tasks)
    expect(`${key} ${git('ls-tree', '--name-only', 'main', `done/${key}`) !== ''}`).toBe(`${key} ${isMerged(key)}`)
  for (const commit of git('rev-list', '--first-parent', `${base}..main`).split('\n')) expectGreen(path, commit)
  expect(git('status', '--porcelain')).toBe('')
})

function expectGreen(repository: string, commit: string): void {
  const folder = tempFolder('verified')
  execFileSync('sh', ['-c', `git archive ${commit} | tar -x -C ${folder}`], { cwd: repository })
  execFileSync('sh', ['-c', VERIFY], { cwd: folder })
}
