import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { SandboxManager } from '@anthropic-ai/sandbox-runtime'
import {
  NO_SANDBOX,
  NO_SANDBOX_EXIT_CODE,
  SANDBOX_FILE_VARIABLE,
  SANDBOX_SAYS,
  type SandboxSpec,
} from '@coppice/engine/domain/sandbox'
import { innerCommand } from './inner-command.ts'
import { refuseOpenSockets } from './open-sockets.ts'
import { refusalText } from './refusal-text.ts'
import { runtimeConfig } from './runtime-config.ts'

/**
 * Starts an agent within a sandbox, and ends with the exit code of the agent. The runtime has one configuration for each process, so each session
 * has a process of this script. The script is outside of the sandbox, with the proxy by which the agent reaches the network.
 */
const { env: variables } = process
const spec: SandboxSpec = JSON.parse(readFileSync(variables[SANDBOX_FILE_VARIABLE] ?? '', 'utf8'))

/** What was said already. An agent may try the same a thousand times. */
const said = new Set<string>()
const say = (text: string) => void process.stderr.write(`${SANDBOX_SAYS}${text}\n`)

// The agent ends first. Then this script ends with its exit code.
process.on('SIGTERM', () => {})

if (spec.before !== null) {
  const code = await exitCodeOf(spawn('/bin/sh', ['-c', spec.before], { stdio: 'inherit' }))
  if (code !== 0) process.exit(code)
}
process.exit(await confined().catch(failed))

async function confined(): Promise<number> {
  // The runtime leaves empty files in its working directory.
  process.chdir(spec.neutral)
  const inbox = variables.COPPICE_INBOX ?? ''
  const config = runtimeConfig(spec, [inbox])
  SandboxManager.getSandboxViolationStore().subscribe((violations) => {
    for (const { line } of violations) sayOnce(refusalText(line))
  })
  await SandboxManager.initialize(config)
  refuseOpenSockets(SandboxManager.checkDependencies().warnings)
  // A private /tmp would hide the socket of the proxy.
  const sockets = [SandboxManager.getLinuxHttpSocketPath(), SandboxManager.getLinuxSocksSocketPath()]
  const wholeConfig = runtimeConfig(spec, [inbox, ...sockets.flatMap((path) => path ?? [])])
  const isReset = spawnSync('env', ['--default-signal=TERM', 'true']).status === 0
  const { argv, env } = await SandboxManager.wrapWithSandboxArgv(
    innerCommand(spec, isReset),
    '/bin/sh',
    wholeConfig,
    undefined,
    undefined,
    { commandId: variables.COPPICE_SESSION_ID ?? 'agent' },
  )
  const [shell = '/bin/sh', option = '-c', script = ''] = argv
  // If bubblewrap got SIGTERM, it would end at once and take the agent with it. `exec` makes bubblewrap a child of this process, so that it
  // ends when this process is killed.
  const started = `${isReset ? "trap '' TERM; " : ''}exec ${script}`
  const code = await exitCodeOf(spawn(shell, [option, started], { stdio: 'inherit', env: agentEnvironment(env) }))
  SandboxManager.cleanupAfterCommand()
  await SandboxManager.reset()
  return code
}

function agentEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const all: NodeJS.ProcessEnv = { ...variables, ...env, NODE_USE_ENV_PROXY: '1' }
  delete all[SANDBOX_FILE_VARIABLE]
  for (const [name, value] of Object.entries(spec.env)) {
    if (value === null) delete all[name]
    else all[name] = value
  }
  return all
}

function sayOnce(text: string): void {
  if (!said.has(text)) say(text)
  said.add(text)
}

async function exitCodeOf(child: ReturnType<typeof spawn>): Promise<number> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal])
}

function failed(error: Error): number {
  say(`${NO_SANDBOX}${error.message}`)
  return NO_SANDBOX_EXIT_CODE
}
