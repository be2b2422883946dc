import { readFileSync } from 'node:fs'
import { type AcpSpec, acpPreset } from '@coppice/engine/agents'
import { createSecretRemover } from '@coppice/engine/redact'
import { factPrinter, reportEnding, sessionVariable } from '@coppice/host-parts'
import { agentProgram } from './agent/agent-command.ts'
import { NotInstalled } from './install/install-agent.ts'

/**
 * Installs the agent of a preset before its host starts in a sandbox, because an agent in a sandbox must not change the programs of agents,
 * which all sessions share.
 */
const { env } = process
const spec: AcpSpec = JSON.parse(readFileSync(sessionVariable(env, 'COPPICE_SPEC_FILE'), 'utf8'))
const preset = spec.preset === null ? undefined : acpPreset(spec.preset)
const print = factPrinter((text) => void process.stdout.write(text), Date.now)
const redact = createSecretRemover((preset?.variables.secret ?? []).flatMap((name) => env[name] ?? []))
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort('interrupted'))

try {
  const say = (text: string) => print({ type: 'Noticed', text: redact(text) })
  await agentProgram({ spec, preset, env, say, alive: print.alive, signal: stop.signal })
} catch (error) {
  const failure = error instanceof NotInstalled ? error.class : 'infrastructure'
  const ending = stop.signal.aborted
    ? ({ is: 'stopped' } as const)
    : ({ is: 'failed', class: failure, reason: (error as Error).message } as const)
  reportEnding(ending, { print, redact, isCancelled: false })
}
