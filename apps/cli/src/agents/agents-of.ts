import type { ApiClient } from '../client/api-client.ts'

/** An agent that a plan can name, as it is on the server or on this machine. */
export interface KnownAgent {
  name: string
  kind: string
  title: string
  version: string | null
  usable: boolean
  /** Why it cannot be used, and what to do. It is null when it can be used. */
  advice: string | null
  signIn: 'NOT_NEEDED' | 'SIGNED_IN' | 'SIGNED_OUT'
  signedInBy: string | null
  note: string | null
  /** What a plan says in `defaults` to use it. */
  settings: readonly { key: string; value: string }[]
}

/** Whether agents can be confined in a sandbox on the server or on this machine. */
export interface KnownSandbox {
  usable: boolean
  bubblewrap: string | null
  /** Why agents cannot be confined and what to do, or what a person should know, or null. */
  advice: string | null
}

export interface AgentsAndSandbox {
  agents: readonly KnownAgent[]
  sandbox: KnownSandbox
}

const AGENTS = `query Agents {
  agents { name kind title version usable advice signIn signedInBy note settings { key value } }
  sandbox { usable bubblewrap advice }
}`

export const agentsOf = (api: ApiClient): Promise<AgentsAndSandbox> => api.request<AgentsAndSandbox>(AGENTS)
