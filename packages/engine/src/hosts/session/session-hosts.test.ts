import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SessionFact } from '../../domain/session-facts.ts'
import type { Agent } from '../../ports/agent.ts'
import { silentLog } from '../../ports/log.ts'
import { fixture } from '../fixtures/fixture.ts'
import { hurryingClock } from '../fixtures/hurrying-clock.ts'
import { lineAgent, NO_LIMITS } from '../fixtures/line-agent.ts'
import { recordAgent } from '../fixtures/record-agent.ts'
import { allOutput, createWorld, isRunning, markedBy, textsOf, until } from '../fixtures/world.ts'

describe('a session', () => {
  it('R1: has the output and the exit code of an agent that fails late', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request(fixture('fails-late'))
    const session = await hosts.start(request)
    expect(session.identity?.pid).toBeGreaterThan(1)
    const end = await session.ended
    expect(end).toMatchObject({ how: 'exited', exitCode: 7, noChange: false })
    const output = await allOutput(hosts, request.sessionId)
    expect(textsOf(output)).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5', 'line 6'])
    expect(output.map((entry) => entry.sequence)).toEqual([1, 2, 3, 4, 5, 6])
    expect(end.tail).toBe(textsOf(output).join('\n'))
  })

  it('has its output while the agent is running, and calls its listeners', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request('echo hello; sleep 30')
    let hints = 0
    const off = hosts.onFacts(request.sessionId, () => {
      hints += 1
    })
    const session = await hosts.start(request)
    await until(() => hosts.lastLine(request.sessionId) === 'hello')
    expect(hints).toBeGreaterThan(0)
    expect(textsOf(await hosts.output(request.sessionId, 0, 10))).toEqual(['hello'])
    off()
    session.stop('cancelled')
    await session.ended
    expect(hints).toBe(1)
  })

  it('is not started in a folder that does not exist, and can be started again', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request('true')
    await expect(hosts.start({ ...request, cwd: join(world.root, 'absent') })).rejects.toThrow(/ENOENT/)
    expect(
      await hosts.adopt({ id: request.sessionId, process: null, agent: lineAgent, limits: NO_LIMITS() }),
    ).toBeNull()
    const session = await hosts.start(request)
    expect(await session.ended).toMatchObject({ how: 'exited', exitCode: 0 })
  })

  it('is not started with a command that is too long for the system', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request(`true ${'x'.repeat(4_000_000)}`)
    await expect(hosts.start(request)).rejects.toThrow(/E2BIG/)
    expect(
      await hosts.adopt({ id: request.sessionId, process: null, agent: lineAgent, limits: NO_LIMITS() }),
    ).toBeNull()
  })

  it('cannot be started twice', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request('true')
    await (await hosts.start(request)).ended
    await expect(hosts.start(request)).rejects.toThrow(/already started/)
  })

  it('A2: has only the requested environment, its session id and the path of its inbox', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request('env', { env: { PATH: '/usr/bin:/bin', GREETING: 'hello' } })
    await (await hosts.start(request)).ended
    const names = textsOf(await allOutput(hosts, request.sessionId)).map((line) => line.split('=')[0])
    expect(new Set(names)).toEqual(
      new Set(
        ['PATH', 'GREETING', 'COPPICE_SESSION_ID', 'COPPICE_INBOX', 'PWD', 'SHLVL', '_', 'OLDPWD'].filter((name) =>
          names.includes(name),
        ),
      ),
    )
    expect(names).toContain('GREETING')
  })

  it('runs with any environment, even an empty one', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const environments: Record<string, string>[] = [{}, { PATH: '' }, { PATH: '/absent', HOME: '' }]
    for (const env of environments) {
      const request = world.request('echo hello', { env })
      expect(await (await hosts.start(request)).ended).toMatchObject({ how: 'exited', exitCode: 0 })
      expect(textsOf(await allOutput(hosts, request.sessionId))).toEqual(['hello'])
    }
  })

  it('is not started by session hosts that are closed', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    await hosts.close()
    await expect(hosts.start(world.request('true'))).rejects.toThrow(/closing/)
  })

  it('has files that only its user may read, and no raw output after its end', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request('echo x')
    const path = await hosts.provide(request.sessionId, 'prompt.md', '# Task')
    await (await hosts.start(request)).ended
    const folder = join(world.root, request.sessionId)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const name of ['output.jsonl', 'control', 'prompt.md'])
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    expect(path).toBe(join(folder, 'prompt.md'))
    expect(existsSync(join(folder, 'stdout'))).toBe(false)
    expect(existsSync(join(folder, 'stderr'))).toBe(false)
  })
})

describe('the output of a session', () => {
  it('R2: joins a line that is printed in parts, and has a last line without a line break', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request(fixture('writes-without-newline'))
    await (await hosts.start(request)).ended
    expect(textsOf(await allOutput(hosts, request.sessionId))).toEqual(['abcd', 'unfinished'])
  })

  it('R2: makes binary output printable and keeps every line', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request(fixture('prints-binary'))
    await (await hosts.start(request)).ended
    const [nul, bad, colour, windows, cut] = textsOf(await allOutput(hosts, request.sessionId))
    expect(nul).toBe('nul ␀ end')
    expect(bad).toBe('bad \ufffd\ufffd bytes')
    expect(colour).toBe('\u001b[31mred\u001b[0m ␛]0;title␇')
    expect(windows).toBe('windows')
    expect(cut).toBe('snö ok')
  })

  it('R4: has all of 30,000 lines, and can be read page by page', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request(`${fixture('floods-stdout')} 30000`)
    await (await hosts.start(request)).ended
    const output = await allOutput(hosts, request.sessionId, 5000)
    expect(output).toHaveLength(30_000)
    expect(output.every((entry, index) => entry.sequence === index + 1 && entry.text === `flood ${index + 1}`)).toBe(
      true,
    )
    expect(textsOf(await hosts.output(request.sessionId, 20_000, 2))).toEqual(['flood 20001', 'flood 20002'])
  })

  it('R4: counts lines beyond the limit, and a notice has the last lines', async () => {
    const world = createWorld()
    const hosts = world.hosts({ maxJournalBytes: 256 * 1024 })
    const request = world.request(`${fixture('floods-stdout')} 50000`)
    const end = await (await hosts.start(request)).ended
    const output = await allOutput(hosts, request.sessionId)
    expect(output.every((entry, index) => entry.sequence === index + 1)).toBe(true)
    const stored = output.filter((entry) => entry.kind === 'STDOUT').length
    const notices = textsOf(output.filter((entry) => entry.kind === 'NOTICE'))
    expect(notices).toHaveLength(2)
    expect(notices[0]).toMatch(/reached the limit of/)
    const dropped = Number(/^(\d+) lines/.exec(notices[1] ?? '')?.[1])
    expect(stored + dropped).toBe(50_000)
    expect(notices[1]).toMatch(/flood 50000$/)
    expect(end.tail).toMatch(/flood 50000$/)
    expect(statSync(join(world.root, request.sessionId, 'output.jsonl')).size).toBeLessThan(2 * 1024 * 1024)
  })

  it('keeps the lines that a script printed before it opened its streams again', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request(fixture('reopens-its-streams'))
    await (await hosts.start(request)).ended
    const output = await allOutput(hosts, request.sessionId)
    expect(textsOf(output.filter((entry) => entry.kind === 'STDOUT'))).toEqual(['one', 'two', 'three'])
    expect(textsOf(output.filter((entry) => entry.kind === 'STDERR'))).toEqual(['three', 'four'])
  })

  it('numbers notices before, during and after the agent together with its lines', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request('echo one; until [ -e go ]; do sleep 0.05; done; echo two')
    await hosts.notice(request.sessionId, 'before')
    const session = await hosts.start(request)
    await until(() => hosts.lastLine(request.sessionId) === 'one')
    await hosts.notice(request.sessionId, 'during')
    writeFileSync(join(world.root, 'go'), '')
    await session.ended
    await hosts.notice(request.sessionId, 'after')
    const output = await allOutput(hosts, request.sessionId)
    expect(output.map((entry) => `${entry.sequence} ${entry.kind} ${entry.text}`)).toEqual([
      '1 NOTICE before',
      '2 STDOUT one',
      '3 NOTICE during',
      '4 STDOUT two',
      '5 NOTICE after',
    ])
  })

  it('A2: contains nothing that the redactor removes', async () => {
    const world = createWorld()
    const hosts = world.hosts({ redact: (text) => text.replaceAll('hunter22', '[redacted]') })
    const request = world.request('echo the password is hunter22')
    await (await hosts.start(request)).ended
    await hosts.notice(request.sessionId, 'hunter22 again')
    expect(textsOf(await allOutput(hosts, request.sessionId))).toEqual([
      'the password is [redacted]',
      '[redacted] again',
    ])
  })

  it('R4: is complete after the disk was full for a time', async () => {
    const world = createWorld()
    let refused = 0
    const error = () => {
      refused += 1
    }
    const hosts = world.hosts({ log: { ...silentLog, error } })
    const request = world.request('echo one; read -r _ < go; echo two; echo three; read -r _ < end')
    const journal = join(world.root, request.sessionId, 'output.jsonl')
    // Each wait has a pipe of its own. If one pipe were opened again before its writer has closed it, a read would end at once.
    execFileSync('mkfifo', [join(world.root, 'go'), join(world.root, 'end')])
    const session = await hosts.start(request)
    await until(() => hosts.lastLine(request.sessionId) === 'one')
    // A folder in place of the journal's file makes every write fail, as a full disk does.
    renameSync(journal, `${journal}.aside`)
    mkdirSync(journal)
    await writeFile(join(world.root, 'go'), '\n')
    await until(() => refused > 1)
    rmdirSync(journal)
    renameSync(`${journal}.aside`, journal)
    await until(() => hosts.lastLine(request.sessionId) === 'three')
    expect(textsOf(await allOutput(hosts, request.sessionId))).toEqual(['one', 'two', 'three'])
    await writeFile(join(world.root, 'end'), '\n')
    expect(await session.ended).toMatchObject({ how: 'exited', exitCode: 0 })
  })

  it('R4: gets the end of the session also if the disk was full when the agent ended', async () => {
    const world = createWorld()
    const refused: unknown[] = []
    const hosts = world.hosts({ log: { ...silentLog, error: (_, text) => void refused.push(text) } })
    const request = world.request('echo one; read -r _ < go; exit 3')
    const journal = join(world.root, request.sessionId, 'output.jsonl')
    execFileSync('mkfifo', [join(world.root, 'go')])
    const session = await hosts.start(request)
    await until(() => hosts.lastLine(request.sessionId) === 'one')
    renameSync(journal, `${journal}.aside`)
    mkdirSync(journal)
    await writeFile(join(world.root, 'go'), '\n')
    await until(() => refused.includes('the end of a session could not be stored; trying again'))
    rmdirSync(journal)
    renameSync(`${journal}.aside`, journal)
    expect(await session.ended).toMatchObject({ how: 'exited', exitCode: 3 })
    expect(textsOf(await allOutput(hosts, request.sessionId))).toEqual(['one'])
  })

  it('A2: leaves no key of its agent on the disk, also if the host of the agent was killed', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const agent = { ...lineAgent, keyFiles: ['auth.json'] }
    const places = ['agent', 'own/agent']
    const writes = (place: string) => `mkdir -p ${place}; echo key > ${place}/auth.json; echo talk > ${place}/talk.json`
    const request = world.request('true', { agent })
    const folder = join(world.root, request.sessionId)
    const command = `cd ${folder}; ${places.map(writes).join('; ')}; kill -9 $$`
    expect(await (await hosts.start({ ...request, command })).ended).toMatchObject({ exitCode: 137 })
    for (const place of places) expect(readdirSync(join(folder, place))).toEqual(['talk.json'])
  })

  it('R4: does not keep the server from stopping while the disk is full', async () => {
    const world = createWorld()
    const refused: unknown[] = []
    const hosts = world.hosts({ log: { ...silentLog, error: (_, text) => void refused.push(text) } })
    const request = world.request('echo one; sleep 300')
    const journal = join(world.root, request.sessionId, 'output.jsonl')
    const session = await hosts.start(request)
    await until(() => hosts.lastLine(request.sessionId) === 'one')
    rmSync(journal)
    mkdirSync(journal)
    session.stop('interrupted')
    await expect(session.ended).rejects.toThrow('EISDIR')
    expect(refused).toContain('the end of a session could not be stored')
  })

  it('contains the claim of the agent that no change is needed', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const session = await hosts.start(world.request('echo before; echo NO CHANGE; echo after'))
    expect(await session.ended).toMatchObject({ how: 'exited', exitCode: 0, noChange: true })
  })
})

describe('the inbox', () => {
  const go = { type: 'message', text: 'go' } as const
  const waits = 'until grep -q go "$COPPICE_INBOX"; do sleep 0.05; done; wc -l < "$COPPICE_INBOX"'

  it('has each message once for a running agent, and is removed at the end of the session', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request(`echo ready; ${waits}`)
    const session = await hosts.start(request)
    await until(() => hosts.lastLine(request.sessionId) === 'ready')
    await Promise.all(['a', 'a'].map((id) => hosts.send(request.sessionId, id, go)))
    expect(await session.ended).toMatchObject({ how: 'exited', exitCode: 0 })
    expect(hosts.lastLine(request.sessionId)).toBeNull()
    expect(textsOf(await allOutput(hosts, request.sessionId)).map((text) => text.trim())).toEqual(['ready', '1'])
    expect(await hosts.send(request.sessionId, 'b', go)).toBe(false)
    expect(existsSync(join(world.root, request.sessionId, 'inbox.jsonl'))).toBe(false)
  })

  it('R1: keeps messages that are sent before the agent starts or while no server runs', async () => {
    const world = createWorld()
    const earlier = world.hosts()
    const request = world.request(`echo ready; ${waits}; until [ -e end ]; do sleep 0.05; done; cat "$COPPICE_INBOX"`)
    await earlier.send(request.sessionId, 'early', { type: 'cancel' })
    const started = await earlier.start(request)
    await until(() => earlier.lastLine(request.sessionId) === 'ready')
    await earlier.close()
    const later = world.hosts()
    await later.send(request.sessionId, 'late', go)
    await later.send(request.sessionId, 'early', go)
    writeFileSync(join(world.root, 'end'), '')
    const adoptee = { id: request.sessionId, process: started.identity, agent: lineAgent, limits: NO_LIMITS() }
    await (await later.adopt(adoptee))?.ended
    const [, , ...records] = textsOf(await allOutput(later, request.sessionId))
    expect(records.map((line) => JSON.parse(line))).toMatchObject([
      { id: 'early', message: { type: 'cancel' } },
      { id: 'late', message: go },
    ])
  })
})

describe('the facts of a session', () => {
  it('R2: are read from a number on, call listeners, and determine the report of the end', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const facts: SessionFact[] = [
      { type: 'ConversationNamed', conversationId: 'c' },
      { type: 'Said', text: 'hello' },
      { type: 'LimitReached', until: 7, reason: 'too many requests' },
      { type: 'Failed', class: 'configuration', reason: 'the key is wrong' },
    ]
    const lines = facts.map((fact) => `'${JSON.stringify(fact)}'`).join(' ')
    const request = world.request(`printf '%s\\n' ${lines}; exit 1`, { agent: recordAgent })
    let hints = 0
    hosts.onFacts(request.sessionId, () => {
      hints += 1
    })
    const end = await (await hosts.start(request)).ended
    expect(end).toMatchObject({
      limit: { until: 7, reason: 'too many requests', explains: 'always' },
      failure: { class: 'configuration', reason: 'the key is wrong' },
      metrics: { messageCount: 1 },
    })
    expect(await hosts.facts(request.sessionId, 1, 2)).toMatchObject([
      { sequence: 2, ...facts[1] },
      { sequence: 3, ...facts[2] },
    ])
    expect(textsOf(await allOutput(hosts, request.sessionId))).toEqual(['hello', 'the key is wrong'])
    expect(hints).toBeGreaterThan(0)
    const again = await world.hosts().adopt({ ...request, id: request.sessionId, process: null })
    expect(await again?.ended).toEqual(end)
  })

  it('S5: a limit in plain words, or a limit before more output, explains only a failure', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const message = (text: string): string => `'${JSON.stringify({ type: 'Said', text })}'`
    const limit = `'${JSON.stringify({ type: 'LimitReached', until: 7, reason: 'full' })}'`
    const endOf = async (command: string, agent: Agent) => (await hosts.start(world.request(command, { agent }))).ended
    const asFact = await endOf(`printf '%s\\n' ${limit} ${message('again')}`, recordAgent)
    expect(asFact.limit).toEqual({ until: 7, reason: 'full', explains: 'failure' })
    const reads = { ...lineAgent, readLimit: (tail: string) => ({ until: null, reason: tail }) }
    const inWords = await endOf('echo overloaded', reads)
    expect(inWords.limit).toEqual({ until: null, reason: 'overloaded', explains: 'failure' })
  })
})

describe('the end of a session', () => {
  it('C1: an agent that ignores SIGTERM is killed with SIGKILL, and its exit code is 137', async () => {
    const world = createWorld()
    const hosts = world.hosts({ graceMs: 400 })
    const request = world.request(`exec ${fixture('ignores-sigterm')}`)
    const session = await hosts.start(request)
    await until(() => hosts.lastLine(request.sessionId) === 'ready')
    session.stop('cancelled')
    session.stop('interrupted')
    expect(await session.ended).toMatchObject({ how: 'cancelled', exitCode: 137 })
    expect(markedBy(request.sessionId)).toEqual([])
  })

  it('C1: an agent may finish after SIGTERM, and its last output is stored', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request('trap "echo bye; exit 3" TERM; echo ready; while :; do sleep 0.05; done')
    const session = await hosts.start(request)
    await until(() => hosts.lastLine(request.sessionId) === 'ready')
    session.stop('interrupted')
    expect(await session.ended).toMatchObject({ how: 'interrupted', exitCode: 3 })
    expect(textsOf(await allOutput(hosts, request.sessionId))).toContain('bye')
  })

  it('C1: after a success, children, double forks and processes with another session or environment are ended', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request(fixture('forks-and-setsids'))
    const session = await hosts.start(request)
    expect(await session.ended).toMatchObject({ how: 'exited', exitCode: 0 })
    const [notice, ...pids] = textsOf(await allOutput(hosts, request.sessionId)).reverse()
    expect(notice).toMatch(/ended processes that the agent had left running/)
    expect(pids).toHaveLength(4)
    expect(pids.filter((pid) => isRunning(Number(pid)))).toEqual([])
  })

  it('S6: an agent is ended at its time limit, which counts from the start of the attempt', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const startedAt = Date.now() - 60_000
    const request = world.request('while :; do echo x; sleep 0.05; done', {
      limits: { timeoutMs: 60_500, stallMs: 600_000, startedAt },
    })
    const session = await hosts.start(request)
    expect(await session.ended).toMatchObject({ how: 'timed-out', exitCode: 143 })
    expect(textsOf(await allOutput(hosts, request.sessionId)).some((text) => /time limit of 1 min/.test(text))).toBe(
      true,
    )
  })

  it('S6: only an agent without output is ended at its stall limit', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const limits = { timeoutMs: 600_000, stallMs: 3000, startedAt: Date.now() }
    const silent = await hosts.start(world.request('echo x; sleep 60', { limits }))
    const busy = await hosts.start(world.request('for i in 1 2 3 4 5 6 7 8; do printf .; sleep 0.5; done', { limits }))
    expect(await silent.ended).toMatchObject({ how: 'stalled', exitCode: 143 })
    expect(await busy.ended).toMatchObject({ how: 'exited', exitCode: 0 })
  })

  it('S6: the time limit follows the clock of the server', async () => {
    const world = createWorld()
    const { clock, hurry } = hurryingClock(2000)
    hurry()
    const hosts = world.hosts({ clock })
    const limits = { timeoutMs: 20_000, stallMs: 3_600_000, startedAt: Date.now() }
    const session = await hosts.start(world.request('sleep 600', { limits }))
    expect(await session.ended).toMatchObject({ how: 'timed-out' })
  })

  it('an agent is lost when somebody kills its group, and its other processes are ended', async () => {
    const world = createWorld()
    const hosts = world.hosts()
    const request = world.request('setsid sleep 300 & echo ready; sleep 300')
    const session = await hosts.start(request)
    await until(() => hosts.lastLine(request.sessionId) === 'ready')
    process.kill(-(session.identity?.pid ?? 0), 'SIGKILL')
    expect(await session.ended).toMatchObject({ how: 'lost', exitCode: null })
    expect(markedBy(request.sessionId)).toEqual([])
  })
})
