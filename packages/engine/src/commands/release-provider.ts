import { type Released, releaseProviders } from '../lifecycle/release-provider.ts'
import type { CommandDeps } from './command-deps.ts'
import { runNotActive } from './run-not-active.ts'

export interface ReleaseProvider {
  runId: string
  /** The provider whose hold ends. Without it, every hold that the run knows ends. */
  provider?: string | null
  /** Who ends the hold; absent when it is not known. */
  author?: string
}

/** Ends the hold of a provider before its time, for all runs (S5). */
export async function releaseProvider(
  deps: CommandDeps,
  { runId, provider, author }: ReleaseProvider,
): Promise<Released> {
  const released = await releaseProviders(deps, runId, { provider: provider ?? null, author: author ?? null })
  if (!released) throw await runNotActive(deps, runId, 'release', ({ status }) => `is ${status}`)
  return released
}
