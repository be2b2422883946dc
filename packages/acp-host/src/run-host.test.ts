import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { AcpSpec } from '@coppice/engine/agents'
import { AGENT_FOLDER } from '@coppice/engine/domain/host-contract'
import { until } from '@coppice/testkit'
import { expect, it } from 'vitest'
import type { AgentScript } from './fixtures/agent-script.ts'
import { givenWorktree, short } from './testing/given-host.ts'

const COMMIT = {
  run: 'echo a > a.txt && git add -A && git -c user.name=a -c user.email=a@b.c commit --allow-empty -qm "Add a"',
}
const HELD = 'The agent says that it is done, and its worktree has work.'

it('what the agent says, thinks, plans and does becomes facts, and its work is checked (S3)', async () => {
  const { start, told } = givenWorktree({
    garbage: true,
    turns: [
      [
        { think: 'A file is ' },
        { think: 'missing.' },
        { say: 'I write', id: 'm1' },
        { say: ' it.', id: 'm1' },
        {
          plan: [
            { content: 'write', status: 'completed' },
            { content: 'commit', status: 'pending' },
          ],
        },
        { call: { id: 'c1', command: 'git commit' } },
        COMMIT,
        { answer: 'c1' },
        { say: 'Done.', id: 'm2' },
      ],
    ],
  })
  const host = start()
  expect(await host.ended).toBe(0)
  expect(short(host.facts)).toEqual([
    'Printed Welcome!',
    'Printed not { json',
    'ConversationNamed',
    'Thought A file is missing.',
    'Said I write it.',
    'PlanUpdated [x] write\n[ ] commit',
    'ToolCalled git commit',
    'ToolAnswered done',
    'Said Done.',
    'Claimed',
    `Checked ${HELD}`,
  ])
  expect(told()).toEqual([expect.objectContaining({ mcpServers: [] }), { prompt: 'Do the task.' }])
  expect(host.writings).toContainEqual({ type: 'Writing', of: 'Thought', from: 0, text: 'A file is ' })
  expect(host.writings).toContainEqual({ type: 'Writing', of: 'Said', from: 0, text: 'I write' })
})

it('S3: an agent that ends its turn without work is told once what is missing, in the same conversation', async () => {
  const { start, told } = givenWorktree({ turns: [[{ say: 'Done.' }], [COMMIT, { say: 'Now it is there.' }]] })
  const host = start()
  expect(await host.ended).toBe(0)
  expect(told()[2]).toEqual({ prompt: expect.stringContaining('no commit and no change') })
  expect(host.facts.flatMap((fact) => (fact.type === 'Checked' ? [fact.holds] : []))).toEqual([false, true])
})

it('S3: an agent that says that its task needs no change has done it', async () => {
  const { start } = givenWorktree({ turns: [[{ say: 'It is there.\n\nCOPPICE: no change needed' }]] })
  const host = start()
  expect(await host.ended).toBe(0)
  expect(host.facts.at(-1)).toEqual({ type: 'Claimed', claim: 'no-change-needed', at: expect.any(Number) })
})

it('a permission is answered by the policy: inside of the worktree yes, once; outside no; with deny never', async () => {
  const turns = [[{ ask: { id: 'c1', path: 'in/a.txt' } }, { ask: { id: 'c2', path: '../out.txt' } }, COMMIT]]
  const allowed = givenWorktree({ turns })
  const host = allowed.start()
  expect(await host.ended).toBe(0)
  expect(allowed.told().flatMap(({ permission }) => permission ?? [])).toEqual(['once', 'no'])
  expect(short(host.facts)).toContainEqual(
    expect.stringMatching(/^Noticed Coppice refused .*out\.txt is not in the worktree/),
  )
  const denied = givenWorktree({ turns })
  expect(await denied.start({ permissions: 'deny' }).ended).toBe(0)
  expect(denied.told().flatMap(({ permission }) => permission ?? [])).toEqual(['no', 'no'])
})

it('with ask, a person answers one question at a time; an answer to another question has no effect', async () => {
  const { start, told } = givenWorktree({ turns: [[{ ask: { id: 'c1', path: 'a.txt' } }, COMMIT]] })
  const host = start({ permissions: 'ask' })
  const { askId, options, text } = await host.fact('PermissionAsked')
  expect(text).toContain('a.txt')
  expect(options.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
    'always allow-always',
    'once allow-once',
    'no reject-once',
  ])
  host.send('m1', { type: 'answer', askId: 'other', optionId: 'once' })
  host.send('m2', { type: 'answer', askId, optionId: 'nothing' })
  await until('the wrong answers', () => host.facts.filter(({ type }) => type === 'Received').length === 2)
  expect(told().flatMap(({ permission }) => permission ?? [])).toEqual([])
  host.send('m3', { type: 'answer', askId, optionId: 'no' })
  expect(await host.ended).toBe(0)
  expect(told().flatMap(({ permission }) => permission ?? [])).toEqual(['no'])
  expect(host.facts).toContainEqual(expect.objectContaining({ type: 'PermissionAnswered', askId, optionId: 'no' }))
})

it.each([
  ['while it works, if it can', ['steer'] as const, 'steer'],
  ['after its turn otherwise', [] as const, 'prompt'],
])('a message of a person reaches the agent once, %s', async (_, can, how) => {
  const go = 'go.flag'
  const { start, told, repository } = givenWorktree({
    can,
    turns: [[{ say: 'I wait.' }, { until: go }, COMMIT], [{ say: 'Understood.' }]],
  })
  const host = start()
  await host.fact('ConversationNamed')
  await until('the prompt', () => told().some(({ prompt }) => prompt))
  host.send('m1', { type: 'message', text: 'Use tabs.' })
  host.send('m1', { type: 'message', text: 'Use tabs.' })
  if (how === 'steer') await host.fact('Received')
  repository.write(go, '')
  expect(await host.ended).toBe(0)
  const given = told().filter((entry) => JSON.stringify(entry).includes('Use tabs.'))
  expect(given).toEqual([{ [how]: expect.anything() }])
  expect(host.facts.filter(({ type }) => type === 'Received')).toMatchObject([{ messageId: 'm1' }])
})

it('a message that came before the host started reaches the agent', async () => {
  const { start, told } = givenWorktree({ turns: [[COMMIT]] })
  const host = start()
  // The process of the host has not read anything yet.
  host.send('m1', { type: 'message', text: 'Use tabs.' })
  expect(await host.ended).toBe(0)
  expect(told().at(-1)).toEqual({ prompt: expect.stringContaining('Use tabs.') })
  expect(host.facts).toContainEqual(expect.objectContaining({ type: 'Received', messageId: 'm1' }))
})

it.each([
  ['a person', { id: 'c1', code: 1 }],
  ['the server', { id: 'stop', code: 143 }],
] as const)(
  'C1: when %s asks it to end, the agent ends its turn, and each call has an answer',
  async (_, { id, code }) => {
    const { start, told } = givenWorktree({
      turns: [[{ call: { id: 'c1', command: 'sleep 600' } }, { until: 'never' }]],
    })
    const host = start()
    await host.fact('ToolCalled')
    host.send(id, { type: 'cancel' })
    expect(await host.ended).toBe(code)
    expect(told().some(({ cancel }) => cancel)).toBe(true)
    expect(host.facts.filter(({ type }) => type === 'ToolAnswered')).toMatchObject([{ callId: 'c1', isError: true }])
  },
)

it.each([
  ['resumes', ['resume', 'load'] as const, 'resume', { otherwise: null }],
  // A server before ADR 0083 wrote no `otherwise`.
  ['loads', ['load'] as const, 'load', {} as { otherwise: null }],
])('R1: a later session %s the conversation after kill -9 of the host and the agent', async (_, can, how, more) => {
  const { start, told } = givenWorktree({
    can,
    turns: [
      [{ say: 'I wait.' }, { die: 'SIGKILL' }],
      [COMMIT, { say: 'Done.' }],
    ],
  })
  const first = start()
  expect(await first.ended).toBe(1)
  expect(first.facts.at(-1)).toMatchObject({
    type: 'Failed',
    class: 'infrastructure',
    reason: expect.stringContaining('SIGKILL'),
  })
  const { conversationId } = await first.fact('ConversationNamed')
  const second = start(
    { resume: { conversationId, sessionId: 's', ...more } },
    { COPPICE_RESUMED_FOLDER: first.folder },
  )
  expect(await second.ended).toBe(0)
  expect((await second.fact('ConversationNamed')).conversationId).toBe(conversationId)
  expect(told().slice(2)).toEqual([
    { [how]: conversationId },
    { prompt: expect.stringContaining('You were interrupted') },
  ])
  expect(short(second.facts)).not.toContain('Said said before')
})

it('R1: an agent gets its whole task after kill -9 of a host that had not told it the task', async () => {
  const { start, told } = givenWorktree({ can: ['resume'], ignoresMode: true, turns: [[COMMIT]] })
  const first = start({ mode: 'free' })
  await until('the mode', () => told().some(({ mode }) => mode))
  first.child.kill('SIGKILL')
  await first.ended
  const named = first.facts.find((fact) => fact.type === 'ConversationNamed')
  const resume = named ? { conversationId: named.conversationId, sessionId: 's', otherwise: null } : null
  expect(await start({ resume }, { COPPICE_RESUMED_FOLDER: first.folder }).ended).toBe(0)
  expect(told().flatMap(({ prompt }) => prompt ?? [])).toEqual(['Do the task.'])
})

it('R1: a conversation that continues after a refusal is named when the agent was told of the refusal', async () => {
  const { start, told } = givenWorktree({ can: ['resume'], ignoresMode: true, turns: [[COMMIT]] })
  const before = { conversationId: 'c', sessionId: 's' }
  const host = start({ mode: 'free', resume: { ...before, otherwise: 'Do it anew.' } })
  await until('the mode', () => told().some(({ mode }) => mode))
  host.child.kill('SIGKILL')
  await host.ended
  expect(host.facts.filter(({ type }) => type === 'ConversationNamed')).toEqual([])
})

it('R1: a conversation is named when the agent works, and not when it tells what its commands are', async () => {
  const { start, told, repository } = givenWorktree({
    turns: [[{ commands: ['review'] }, { until: 'go.flag' }, { print: 'later' }, { think: 'Hm.' }, COMMIT]],
  })
  const host = start()
  await until('the prompt', () => told().some(({ prompt }) => prompt))
  await pause(300)
  repository.write('go.flag', '')
  expect(await host.ended).toBe(0)
  expect(short(host.facts).slice(0, 3)).toEqual(['Printed later', 'ConversationNamed', 'Thought Hm.'])
})

it('R1: a conversation is named before the first question of the agent, and at the end of a silent turn', async () => {
  for (const turn of [[{ ask: { id: 'c1', path: 'a.txt' } }, COMMIT], [COMMIT]]) {
    const host = givenWorktree({ turns: [turn] }).start()
    expect(await host.ended).toBe(0)
    expect(host.facts.map(({ type }) => type).filter((type) => type === 'ConversationNamed')).toHaveLength(1)
    expect(host.facts[0]).toMatchObject({ type: 'ConversationNamed' })
  }
})

it('C1: a host that is asked to end before it told the agent its task ends, and names no conversation', async () => {
  const { start, told } = givenWorktree({ ignoresMode: true, turns: [] })
  const host = start({ mode: 'free' })
  await until('the mode', () => told().some(({ mode }) => mode))
  host.send('c1', { type: 'cancel' })
  expect(await host.ended).toBe(1)
  expect(host.facts.map(({ type }) => type)).toEqual(['Received', 'Failed'])
})

it('R1: an agent that cannot continue begins anew, with its task, its commits and its last words', async () => {
  const { start, told } = givenWorktree({ turns: [[COMMIT, { say: 'Next is b.' }, { die: 1, once: true }]] })
  const first = start()
  await first.ended
  const { conversationId } = await first.fact('ConversationNamed')
  const second = start(
    { resume: { conversationId, sessionId: 's', otherwise: null } },
    { COPPICE_RESUMED_FOLDER: first.folder },
  )
  expect(await second.ended).toBe(0)
  const prompt = String(told().at(-1)?.prompt)
  for (const part of ['Do the task.', '- Add a', 'Next is b.']) expect(prompt).toContain(part)
})

it.each([
  ['in its conversation', ['resume'] as const, 'Your work was refused.', 'Do the task.'],
  ['in a new conversation with a summary, if it cannot continue', [], 'Do it anew.', 'Your work was refused.'],
])('S5: an agent whose work was refused is told so %s, and must change something', async (_, can, told, untold) => {
  const given = givenWorktree({ can, turns: [[COMMIT], [{ say: 'Still done.' }]] })
  const first = given.start()
  await first.ended
  const { conversationId } = await first.fact('ConversationNamed')
  const resume = { conversationId, sessionId: 's', otherwise: 'Do it anew.' }
  const second = given.start({ resume }, { COPPICE_RESUMED_FOLDER: first.folder }, 'Your work was refused.')
  expect(await second.ended).toBe(0)
  const prompts = given.told().flatMap(({ prompt }) => (prompt === undefined ? [] : String(prompt)))
  expect(prompts[1]).toContain(told)
  expect(prompts[1]).not.toContain(untold)
  expect(prompts[1]?.includes('- Add a')).toBe(can.length === 0)
  if (can.length === 0)
    expect(short(second.facts).join('\n')).toMatch(/Noticed The prompt of the new conversation:\n\nDo it anew/)
  if (can.length > 0) expect(await second.fact('Checked')).toMatchObject({ holds: false })
})

it('R4: a chunk of 5 MB, a line that is no message, and colours stop nothing', async () => {
  const { start } = givenWorktree({
    turns: [[{ sayBytes: 5_000_000 }, { print: '\u001b[31mwarning\u001b[0m' }, { print: '{not json' }, COMMIT]],
  })
  const host = start()
  expect(await host.ended).toBe(0)
  expect(host.facts.find((fact) => fact.type === 'Said')).toMatchObject({ text: expect.stringMatching(/^x{5000000}$/) })
})

it.each([
  [{ code: -32_000, message: 'Authentication required' }, 'Failed', 'configuration', 'is not signed in'],
  [{ code: -32_603, message: 'Internal error: invalid x-api-key' }, 'Failed', 'configuration', 'is not signed in'],
  [{ code: -32_603, message: 'x', data: { errorKind: 'model_not_found' } }, 'Failed', 'configuration', 'has no model'],
  [{ code: -32_603, message: 'API Error: Request rejected (429)' }, 'LimitReached', undefined, '429'],
  [{ code: -32_603, message: 'API Error: 529 Overloaded' }, 'LimitReached', undefined, '529'],
  [{ code: -32_603, message: 'prompt is too long' }, 'Failed', 'work', 'too long'],
  [{ code: -32_603, message: 'something else' }, 'Failed', 'infrastructure', 'something else'],
])('S5: the error %j ends the session as %s %s', async (error, type, kind, reason) => {
  const { start } = givenWorktree({ turns: [[{ error }]] })
  const host = start()
  expect(await host.ended).toBe(1)
  const last = host.facts.at(-1)
  expect(last).toMatchObject({ type, reason: expect.stringContaining(reason) })
  expect(last && 'class' in last ? last.class : undefined).toBe(kind)
})

it('M1: a turn that fails after another one has an unknown cost', async () => {
  const { start } = givenWorktree({ turns: [[{ say: 'Done.' }], [{ error: { code: 429, message: 'Later' } }]] })
  const host = start({ preset: 'codex', mode: 'free', model: 'm' }, { OPENAI_API_KEY: 'k' })
  expect(await host.ended).toBe(1)
  expect(host.facts.slice(-2)).toEqual([
    expect.objectContaining({ type: 'ModelCalled', model: 'm', partial: true, inputTokens: null }),
    expect.objectContaining({ type: 'LimitReached' }),
  ])
})

it.each([
  ['ends before it speaks', { turns: [], diesAtStart: 3 }, {}, /exit code 3 before it spoke.*no such model/],
  ['does not exist', { turns: [] }, { command: ['/no/such/program'] }, /could not be started \(ENOENT\)/],
  ['has no such mode', { turns: [] }, { mode: 'wild' }, /no mode wild\. It offers: careful, free/],
])(
  'S5: an agent whose program %s is a failure of configuration, with advice',
  async (_, script: AgentScript, spec: Partial<AcpSpec>, reason) => {
    const host = givenWorktree(script).start(spec)
    expect(await host.ended).toBe(1)
    expect(host.facts.at(-1)).toMatchObject({
      type: 'Failed',
      class: 'configuration',
      reason: expect.stringMatching(reason),
    })
  },
)

it('the mode of the plan is set', async () => {
  const { start, told } = givenWorktree({ turns: [[COMMIT]] })
  expect(await start({ mode: 'free' }).ended).toBe(0)
  expect(told()).toContainEqual({ mode: 'free' })
})

it('A2: a key that an agent wrote into its own folder is removed at the end, and no later session gets it', async () => {
  const keep = 'echo secret > "$CODEX_HOME/auth.json" && echo told > "$CODEX_HOME/talk"'
  const seen = 'ls "$CODEX_HOME" > seen.txt'
  const { start, repository } = givenWorktree({ can: ['resume'], turns: [[{ run: keep }, COMMIT], [{ run: seen }]] })
  const codex = { preset: 'codex', mode: 'free' }
  const key = { OPENAI_API_KEY: 'secret' }
  const first = start(codex, key)
  expect(await first.ended).toBe(0)
  const [own, file] = [join(first.folder, AGENT_FOLDER), join(first.folder, AGENT_FOLDER, 'auth.json')]
  expect(readdirSync(own)).toEqual(['talk'])
  // As after kill -9.
  writeFileSync(file, 'secret')
  const { conversationId } = await first.fact('ConversationNamed')
  const resume = { conversationId, sessionId: 's', otherwise: null }
  expect(await start({ ...codex, resume }, { ...key, COPPICE_RESUMED_FOLDER: first.folder }).ended).toBe(0)
  expect(readFileSync(join(repository.path, 'seen.txt'), 'utf8')).toBe('talk\n')
  expect(existsSync(file)).toBe(false)
})

it('A2: the agent gets neither the inbox nor the folder of its session', async () => {
  const { start, repository } = givenWorktree({ turns: [[{ run: 'env > env.txt' }]] })
  expect(await start().ended).toBe(0)
  const env = readFileSync(join(repository.path, 'env.txt'), 'utf8')
  expect(env).toContain('FIXTURE_STATE')
  expect(env).not.toMatch(/COPPICE_(INBOX|SPEC_FILE|SESSION_FOLDER)/)
})
