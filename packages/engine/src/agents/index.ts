/** The exports of `agents/` for other packages. They have no side effects. */

export type { AcpSpec } from './acp/acp-spec.ts'
export { type AcpPreset, acpPreset, acpPresets, installFolder, type PermissionPolicy } from './acp/presets.ts'
export { type SignedIn, signedIn } from './acp/signed-in.ts'
export { completeSettings } from './agent-settings.ts'
export type { AnthropicSpec } from './anthropic/anthropic-spec.ts'
