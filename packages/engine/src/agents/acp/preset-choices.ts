import type { AgentChoice } from '../../ports/agent.ts'
import { acpPresets } from './presets.ts'
import { signedIn } from './signed-in.ts'

/** The presets as choices for people. */
export const presetChoices: readonly AgentChoice[] = acpPresets.map((preset) => ({
  name: preset.name,
  title: preset.title,
  version: preset.package.version,
  settings: { preset: preset.name },
  note: `Before its first start, Coppice installs ${preset.package.name} (about ${preset.package.megabytes} MB, licence ${preset.package.licence}).`,
  signIn(server) {
    const found = signedIn(preset, server)
    if (found === null) return { is: 'signed-out' }
    return { is: 'signed-in', by: found.by === 'variable' ? found.variable : `~/${found.file}` }
  },
}))
