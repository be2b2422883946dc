/** The exports of `agents/` for other packages. They have no side effects. */
export { completeSettings } from './agent-settings.ts'
export type { AnthropicSpec } from './anthropic/anthropic-spec.ts'
