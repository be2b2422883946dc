import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { AcpSpec } from '@coppice/engine/agents'
import type { InboxMessage } from '@coppice/engine/domain/inbox-message'
import type { Writing } from '@coppice/engine/domain/open-text'
import type { SessionFact } from '@coppice/engine/domain/session-facts'
import { tempFolder, tempRepository, until } from '@coppice/testkit'
import { onTestFinished } from 'vitest'
import type { AgentScript } from '../fixtures/agent-script.ts'

const HOST = fileURLToPath(new URL('../host.ts', import.meta.url))
const AGENT = fileURLToPath(new URL('../fixtures/scripted-agent.ts', import.meta.url))

/** A host that runs, and its agent. */
export interface RunningHost {
  child: ChildProcess
  folder: string
  /** The facts so far. */
  facts: SessionFact[]
  /** The pieces of the open text so far. */
  writings: Writing[]
  /** Resolves with the exit code. */
  ended: Promise<number | null>
  send(id: string, message: InboxMessage): void
  /** Waits for the first fact of a type. */
  fact<T extends SessionFact['type']>(type: T): Promise<Extract<SessionFact, { type: T }>>
}

/** Creates a worktree and an agent that does what a script says. Each call of `start` starts a host for it. */
export function givenWorktree(script: AgentScript) {
  const repository = tempRepository({ 'README.md': 'x\n' })
  const base = repository.git('rev-parse', 'HEAD')
  const place = tempFolder('acp-host')
  const state = join(place, 'state')
  writeFileSync(join(place, 'script.json'), JSON.stringify(script))
  let count = 0
  function start(spec: Partial<AcpSpec> = {}, more: Record<string, string> = {}, prompt = 'Do the task.'): RunningHost {
    const folder = join(place, `session-${++count}`)
    mkdirSync(folder)
    writeFileSync(join(folder, 'prompt.md'), prompt)
    const whole: AcpSpec = {
      ...{
        kind: 'WORK',
        preset: null,
        command: [process.execPath, AGENT],
        permissions: 'allow',
        mode: null,
        maxTurns: null,
        maxTokens: null,
        model: null,
      },
      ...{ resume: null, limits: { timeoutMs: 60_000, stallMs: 60_000, startedAt: Date.now() } },
      ...spec,
    }
    writeFileSync(join(folder, 'spec.json'), JSON.stringify(whole))
    const env = {
      ...process.env,
      COPPICE_SPEC_FILE: join(folder, 'spec.json'),
      COPPICE_SESSION_FOLDER: folder,
      COPPICE_INBOX: join(folder, 'inbox.jsonl'),
      COPPICE_PROMPT_FILE: join(folder, 'prompt.md'),
      COPPICE_BASE_COMMIT: base,
      FIXTURE_SCRIPT: join(place, 'script.json'),
      FIXTURE_STATE: state,
      ...more,
    }
    const child = spawn(process.execPath, [HOST], { cwd: repository.path, env, stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    const facts: SessionFact[] = []
    const writings: Writing[] = []
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === '') return
      const printed: SessionFact | Writing = JSON.parse(line)
      if (printed.type === 'Writing') writings.push(printed)
      else facts.push(printed)
    })
    return {
      ...{ child, folder, facts, writings },
      ended: new Promise((resolve) => child.on('close', resolve)),
      send: (id, message) => appendFileSync(join(folder, 'inbox.jsonl'), `${JSON.stringify({ id, at: 1, message })}\n`),
      fact: (type) => until(`the fact ${type}`, () => facts.find((fact) => fact.type === type) as never),
    }
  }
  /** What the agent was told, such as prompts. */
  const told = (): Record<string, unknown>[] => {
    const path = join(state, 'told.jsonl')
    return existsSync(path)
      ? readFileSync(path, 'utf8')
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line))
      : []
  }
  return { repository, start, told, place }
}

/** Returns the facts in short: each type with its text. */
export const short = (facts: readonly SessionFact[]): string[] =>
  facts.map((fact) => `${fact.type} ${'text' in fact ? fact.text : 'reason' in fact ? fact.reason : ''}`.trim())
