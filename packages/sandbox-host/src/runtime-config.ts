import { existsSync } from 'node:fs'
import type { SandboxRuntimeConfig } from '@anthropic-ai/sandbox-runtime'
import type { SandboxSpec } from '@coppice/engine/domain/sandbox'

/** Each path is taken as it is: a bracket in a path is no pattern. */
const literal = (path: string) => ({ path, literal: true as const })

/** Where clouds give credentials to a machine. No plan can allow it. */
const METADATA = ['169.254.169.254', '[fd00:ec2::254]', 'metadata.google.internal']

/**
 * Returns the configuration of the runtime. Paths that do not exist are left out, because the runtime cannot mount them.
 *
 * @param readable paths that the agent may read besides those of the spec
 */
export function runtimeConfig(spec: SandboxSpec, readable: readonly string[] = []): SandboxRuntimeConfig {
  const existing = (paths: readonly string[]) => [...new Set(paths)].filter((path) => existsSync(path)).map(literal)
  return {
    network: { allowedDomains: [...spec.hosts], deniedDomains: METADATA, strictAllowlist: true },
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
