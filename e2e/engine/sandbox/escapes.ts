import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { commandPlan, tempFolder, testWhere, until } from '@coppice/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { type EngineUnderTest, finished, projectWith, startParallel } from '../engine-under-test.ts'
import { CAN_CONFINE, engineWithSandbox, LACK } from './given-sandbox.ts'

const MARK = 'coppice-secret-of-another-process'

async function server(): Promise<{ port: number; paths: string[] }> {
  const paths: string[] = []
  const listening = createServer((request, response) => {
    paths.push(request.url ?? '')
    response.end('served')
  }).listen(0, '127.0.0.1')
  await once(listening, 'listening')
  onTestFinished(() => void listening.close())
  return { port: (listening.address() as AddressInfo).port, paths }
}

/**
 * What a hostile agent tries. Each line that begins with `try NAME` writes what it could read to `NAME.txt`. Writes are judged by what is
 * outside afterwards, because the sandbox gives the agent empty folders of its own in place of hidden ones.
 */
function attacks(places: {
  home: string
  users: string
  repository: string
  outside: string
  open: number
  closed: number
}): string {
  const { home, users, repository, outside, open, closed } = places
  const git = `${repository}/.git`
  return `
try() { name=$1; shift; "$@" > $name.txt 2>/dev/null; true; }
mark() { echo escaped > "$1" 2>/dev/null; true; }
mark ../marked; mark ../../marked; mark ${home}/marked; mark ${repository}/marked; mark ${outside}/marked; mark ${users}/.profile
mark ${git}/hooks/post-checkout; mark ${git}/info/attributes; mark ${git}/refs/heads/planted
git config --file ${git}/config core.fsmonitor /bin/false 2>/dev/null
mark out/by-link
ln -s ${outside} later; mark later/by-later-link
for n in 1 2 3 4 5; do rm -rf swap; mkdir swap; rm -rf swap; ln -s ${outside} swap; mark swap/by-swapped-link; done; rm -rf swap later
try users-file cat ${repository}/keep.txt
rm -rf ${repository}/keep.txt 2>/dev/null
try users-secret cat ${users}/.ssh/id_ed25519
try neighbour sh -c 'cat ../../slot-*/tree/b-secret.txt'
for tree in ../../slot-*/tree; do [ "$tree" -ef . ] || mark "$tree/marked"; done
try token-of-neighbour sh -c 'cat /proc/[0-9]*/environ | tr "\\0" "\\n" | grep COPPICE_TASK=b'
try tokens sh -c 'grep -l tokenHash ${home}/sessions/*/task.json | grep -v "$COPPICE_TASK_FILE"'
try others ls ${home}/sessions
try environments sh -c 'cat /proc/[0-9]*/environ | tr "\\0" "\\n" | grep ${MARK}'
try server cat /proc/${process.pid}/cmdline
try variables sh -c 'env | grep -c SECRET_KEY'
try metadata curl -sS -m 5 http://169.254.169.254/latest/meta-data/
try closed curl -sS -m 5 http://127.0.0.1:${closed}/by-proxy
try direct curl -sS -m 5 --noproxy '*' http://127.0.0.1:${closed}/direct
try open curl -sS -m 5 http://127.0.0.1:${open}/allowed
try sockets node -e 'require("net").connect("/var/run/docker.sock").on("error", (e) => console.log(e.code))'
echo "$HOME" > home.txt; touch "$HOME/mine" && touch "$TMPDIR/mine" && touch /tmp/mine && echo yes > own-folders.txt
git add -A && git commit -qm work`
}

async function given() {
  const [users, outside] = [tempFolder('users'), tempFolder('outside')]
  const environment = { ...process.env, HOME: users, MY_SECRET_KEY: MARK }
  const under = await engineWithSandbox({ environment })
  mkdirSync(join(users, '.ssh'))
  writeFileSync(join(users, '.ssh/id_ed25519'), 'a private key')
  const other = spawn('sleep', ['600'], { env: { ...process.env, SECRET: MARK } })
  onTestFinished(() => void other.kill('SIGKILL'))
  return { under, users, outside, open: await server(), closed: await server() }
}

/** A command that waits until the test has made a file in the worktree. */
const waitsFor = (name: string) => `echo ready; until [ -e ${name} ]; do sleep 0.1; done; rm ${name}; `

async function sessionOf({ database, facts }: EngineUnderTest, runId: string, key: string) {
  const task = (await database.store.runTasks(runId)).find((one) => one.key === key)
  const session = (await database.store.sessions(runId)).find(({ runTaskId }) => runTaskId === task?.id)
  if (!session) return null
  const texts = (await facts(session.id)).map((fact) => ('text' in fact ? fact.text : ''))
  return { status: session.status, tree: session.worktreePath, texts }
}

testWhere(
  test,
  CAN_CONFINE,
  LACK ?? '',
)(
  'A2, I2: an agent in a sandbox reaches nothing but its worktree, its own folders and the hosts of the plan',
  async () => {
    const { under, users, outside, open, closed } = await given()
    const script = (repository: string) =>
      attacks({ home: under.home, users, repository, outside, open: open.port, closed: closed.port })
    const first = commandPlan([{ key: 'a', epic: 'x', run: 'true' }])
    const { project, repository } = await projectWith(under, first, { 'keep.txt': 'keep me\n' })
    symlinkSync(outside, join(repository.path, 'out'))
    repository.git('add', 'out')
    repository.git('commit', '-qm', 'A link that leads out')
    const config = readFileSync(join(repository.path, '.git/config'), 'utf8')
    const tasks = [
      { key: 'a', epic: 'x', run: `${waitsFor('start')}${script(repository.path)}` },
      { key: 'b', epic: 'x', run: `echo b > b-secret.txt; ${waitsFor('go')}echo b > b.txt` },
    ]
    const plan = commandPlan(tasks, {
      defaults: { maxAttempts: 1, sandbox: 'required', sandboxHosts: [`127.0.0.1:${open.port}`] },
    })
    await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(plan) })
    const { id } = await startParallel(under, project)
    const trees = await until('both agents run', async () => {
      const [a, b] = await Promise.all([sessionOf(under, id, 'a'), sessionOf(under, id, 'b')])
      return a?.tree && b?.tree && [a, b].every(({ texts }) => texts.includes('ready'))
        ? { a: a.tree, b: b.tree }
        : null
    })
    writeFileSync(join(trees.a, 'start'), '')
    await until(
      'the hostile agent has ended',
      async () => (await sessionOf(under, id, 'a'))?.status !== 'RUNNING' || null,
    )
    expect.soft(existsSync(join(trees.b, 'marked'))).toBe(false)
    writeFileSync(join(trees.b, 'go'), '')
    const { run, statuses } = await finished(under, id)
    const text = (await sessionOf(under, id, 'a'))?.texts.join('\n') ?? ''
    expect(statuses, text).toEqual({ a: 'COMPLETED', b: 'COMPLETED' })
    const left = (name: string) => repository.git('show', `${run.branch}:${name}.txt`).trim()
    // What it may do.
    expect.soft(left('open')).toBe('served')
    expect.soft(open.paths).toEqual(['/allowed'])
    expect.soft(left('own-folders')).toBe('yes')
    expect.soft(left('home')).not.toBe(users)
    // What it could read.
    const read = ['neighbour', 'token-of-neighbour', 'users-file', 'users-secret', 'tokens', 'environments', 'server']
    for (const name of read) expect.soft(left(name), name).toBe('')
    expect.soft(left('variables')).toBe('0')
    expect.soft(left('others')).toMatch(/^[0-9a-f-]{36}$/)
    expect.soft(left('metadata')).not.toContain('meta-data')
    expect.soft(left('closed')).not.toContain('served')
    expect.soft(left('direct')).toBe('')
    expect.soft(closed.paths).toEqual([])
    expect.soft(left('sockets')).toMatch(/^(?:EPERM|EACCES)$/)
    // What it could write.
    for (const path of ['by-link', 'by-later-link', 'by-swapped-link', 'marked'].map((name) => join(outside, name)))
      expect.soft(existsSync(path), path).toBe(false)
    for (const name of ['marked', '.git/hooks/post-checkout', '.git/info/attributes', '.git/refs/heads/planted'])
      expect.soft(existsSync(join(repository.path, name)), name).toBe(false)
    for (const path of [join(under.home, 'marked'), join(users, '.profile')])
      expect.soft(existsSync(path), path).toBe(false)
    expect.soft(readFileSync(join(repository.path, '.git/config'), 'utf8')).toBe(config)
    expect.soft(readFileSync(join(repository.path, 'keep.txt'), 'utf8')).toBe('keep me\n')
    // What people see.
    expect.soft(text).toContain('The agent runs in a sandbox')
    expect.soft(text).toContain('may not reach 169.254.169.254')
    expect.soft(text).toContain(`add "127.0.0.1:${closed.port}" to "sandboxHosts"`)
  },
)
