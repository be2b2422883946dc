import { existsSync } from 'node:fs'
import type { SandboxRuntimeConfig } from '@anthropic-ai/sandbox-runtime'
import type { SandboxSpec } from '@coppice/engine/domain/sandbox'
import { METADATA_HOSTS } from './metadata-hosts.ts'

/** Each path is taken as it is: a bracket in a path is no pattern. */
const literal = (path: string) => ({ path, literal: true as const })

/**
 * Returns the configuration of the runtime. Paths that do not exist are left out, because the runtime cannot mount them.
 *
 * @param readable paths that the agent may read besides those of the spec
 */
export function runtimeConfig(spec: SandboxSpec, readable: readonly string[] = []): SandboxRuntimeConfig {
  const existing = (paths: readonly string[]) => [...new Set(paths)].filter((path) => existsSync(path)).map(literal)
  return {
    network: { allowedDomains: [...spec.hosts], deniedDomains: [...METADATA_HOSTS], strictAllowlist: true },
    filesystem: {
      denyRead: existing(spec.hidden),
      allowRead: existing([...spec.readable, ...readable]),
      allowWrite: existing(spec.writable),
      denyWrite: [],
      // The git directory of a slot belongs to its agent. No git of Coppice reads its config or its hooks (ADR 0045).
      allowGitConfig: true,
    },
  }
}
