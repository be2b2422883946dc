import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type AcpSpec, acpPreset } from '@coppice/engine/agents'
import { STOP_MESSAGE_ID } from '@coppice/engine/domain/host-contract'
import { createRedactor, createSecretRemover } from '@coppice/engine/redact'
import {
  type Ending,
  factPrinter,
  isRefused,
  openInbox,
  openWorktreeCheck,
  reportEnding,
  sessionVariable,
} from '@coppice/host-parts'
import { agentCommand } from './agent/agent-command.ts'
import { removeKeys } from './agent/agent-folder.ts'
import { HostedAgent } from './hosted-agent.ts'
import { NotInstalled } from './install/install-agent.ts'
import { keepLastWords } from './session/earlier-work.ts'
import { firstPrompt } from './session/first-prompt.ts'

/**
 * The host of an agent of the kind `acp`: a process for each session, which outlives the server. It starts the agent, is the client of its
 * protocol, prints facts on stdout, and reads its inbox. This file only creates the parts and connects them.
 */
const { env } = process
const spec: AcpSpec = JSON.parse(readFileSync(sessionVariable(env, 'COPPICE_SPEC_FILE'), 'utf8'))
const folder = sessionVariable(env, 'COPPICE_SESSION_FOLDER')
const earlier = spec.resume === null ? undefined : env.COPPICE_RESUMED_FOLDER
const worktree = process.cwd()
const preset = spec.preset === null ? undefined : acpPreset(spec.preset)
const title = preset?.title ?? basename(spec.command?.[0] ?? 'the agent')
const print = factPrinter((text) => void process.stdout.write(text), Date.now)
const secrets = (preset?.variables.secret ?? []).flatMap((name) => env[name] ?? [])
const redact = createSecretRemover(secrets)
const say = (text: string) => print({ type: 'Noticed', text: redact(text) })
const stop = new AbortController()

process.on('SIGTERM', () => stop.abort('interrupted'))
let agent: HostedAgent | null = null
const inbox = openInbox(
  sessionVariable(env, 'COPPICE_INBOX'),
  ({ id }) => {
    print({ type: 'Received', messageId: id })
    stop.abort(id === STOP_MESSAGE_ID ? 'interrupted' : 'cancelled')
  },
  () => agent?.mail.add(inbox.take()),
)
process.on('uncaughtException', (error) => end(defect(error)))
end(await run().catch(defect))

async function run(): Promise<Ending> {
  const baseCommit = sessionVariable(env, 'COPPICE_BASE_COMMIT')
  const check = await openWorktreeCheck(worktree, isRefused(spec.resume) ? null : baseCommit, spec.kind, env)
  try {
    const command = await agentCommand({
      spec,
      preset,
      env,
      folder,
      earlier,
      worktree,
      say,
      signal: stop.signal,
      alive: print.alive,
    })
    agent = new HostedAgent({
      env,
      spec,
      preset,
      title,
      command,
      worktree,
      print,
      redact,
      redactError: createRedactor(secrets),
      say,
      signal: stop.signal,
      newId: randomUUID,
    })
    // Messages may have come before there was an agent.
    agent.mail.add(inbox.take())
  } catch (error) {
    if (stop.signal.aborted) return { is: 'stopped' }
    if (error instanceof NotInstalled) return { is: 'failed', class: error.class, reason: error.message }
    throw error
  }
  const prompt = redact(readFileSync(sessionVariable(env, 'COPPICE_PROMPT_FILE'), 'utf8'))
  const hosted = agent
  const ending = await hosted.work(check, (how) =>
    firstPrompt({ how, kind: spec.kind, resume: resumed(), prompt, earlier, worktree, baseCommit, env, say }),
  )
  keepLastWords(folder, redact(hosted.lastMessage))
  await hosted.stop()
  return ending
}

/** The prompts are redacted, because the agent and the transcript get them (A2). */
function resumed(): { otherwise: string | null } | null {
  if (spec.resume === null) return null
  // A spec that an older server wrote has no `otherwise`.
  const otherwise = spec.resume.otherwise ?? null
  return { otherwise: otherwise === null ? null : redact(otherwise) }
}

function end(ending: Ending): void {
  inbox.close()
  if (preset !== undefined) removeKeys(preset, folder)
  reportEnding(ending, { print, redact, isCancelled: stop.signal.reason === 'cancelled' })
  // A tool of the agent may keep the pipes of the agent open. Coppice ends it after the host.
  process.stdout.write('', () => process.exit())
}

function defect(error: Error): Ending {
  return { is: 'failed', class: 'infrastructure', reason: `the host of the agent failed (${error.message})` }
}
