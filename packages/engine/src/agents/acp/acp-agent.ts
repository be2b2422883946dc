import type { Agent, AgentVariables, ServerFacts } from '../../ports/agent.ts'
import { isFlatRate } from '../billing.ts'
import { factsOfHost, hostCrash, writingOfHost } from '../host-output.ts'
import { MODEL_TOOLS } from '../task-tool-names.ts'
import { type AcpSettings, acpFields } from './acp-fields.ts'
import type { AcpSpec } from './acp-spec.ts'
import { presetChoices } from './preset-choices.ts'
import { acpPreset, acpPresets } from './presets.ts'
import { signedIn } from './signed-in.ts'

/** The name of the script that is the host of this kind. */
const ACP_HOST = 'acp-host'
/** The name of the script that installs the agent. The host does the same, but cannot do it in a sandbox. */
const ACP_INSTALL = 'acp-install'
/** The program that installs the agents of presets. */
const INSTALLER = 'npm'

const NAMES = acpPresets.map(({ title }) => title).join(', ')
const NO_VARIABLES: AgentVariables = { secret: [], open: [] }

/** An agent that speaks the Agent Client Protocol (ACP). Its host is the client of the protocol. */
export const acpAgent: Agent<typeof acpFields> = {
  kind: 'acp',
  doc: `an agent that speaks the Agent Client Protocol: ${NAMES}, or another one by its command`,
  advice: `"agent: acp", with a preset (${acpPresets.map(({ name }) => name).join(', ')}) or the command of an agent`,
  fields: acpFields,
  defaultModel: null,
  takesModel: true,
  provider: (settings) => presetOf(settings)?.provider ?? 'acp',
  // For an agent without a preset, `env` in the plan names the variables.
  variables: (settings) => presetOf(settings)?.variables ?? NO_VARIABLES,
  choices: presetChoices,
  obstacle,
  start({ kind, settings: { preset, command, permissions, mode, maxTurns, maxTokens }, model, resume, limits }) {
    if (kind === 'LEARNING') return null
    return {
      script: ACP_HOST,
      before: ACP_INSTALL,
      spec: { kind, preset, command, permissions, mode, maxTurns, maxTokens, model, resume, limits } satisfies AcpSpec,
    }
  },
  taskTools: MODEL_TOOLS,
  isFollowed: true,
  isFlatRate,
  endsWhenAsked: true,
  canResume: true,
  stdout: 'records',
  facts: factsOfHost,
  writing: writingOfHost,
  crash: hostCrash,
  // The host may have been killed before it removed them. Its settings are not known then, so these are the files of all presets.
  keyFiles: acpPresets.flatMap(({ keyFiles }) => keyFiles),
  readLimit: () => null,
}

const presetOf = ({ preset }: AcpSettings) => (preset === null ? undefined : acpPreset(preset))

function obstacle(server: ServerFacts, settings: AcpSettings): string | null {
  const [program] = settings.command ?? []
  if (program !== undefined && !program.includes('/') && !server.hasProgram(program))
    return `the program ${program} of "command" is not in the PATH of the server. Install it, or write its absolute path`
  if (program?.startsWith('/') && !server.hasProgram(program))
    return `the program ${program} of "command" does not exist, or the server may not run it. Install it, or correct "command"`
  const preset = presetOf(settings)
  if (preset === undefined) return null
  if (signedIn(preset, server) === null)
    return `${preset.title} is not signed in on this machine. To sign in, ${preset.signIn.advice}`
  if (program === undefined && !server.hasProgram(INSTALLER))
    return `${preset.title} is installed by ${INSTALLER}, which is not in the PATH of the server. Install Node.js with ${INSTALLER}, or write the command of your own installation in "command"`
  return null
}
