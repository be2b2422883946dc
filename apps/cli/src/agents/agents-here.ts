import { agentEnvironment, agentList, agents, createSecretKeeper, type ListedAgent } from '@coppice/engine'
import type { KnownAgent } from './agents-of.ts'

/** Lists the agents as a server would that this environment starts. */
export function agentsHere(environment: NodeJS.ProcessEnv): readonly KnownAgent[] {
  const { passed } = createSecretKeeper(environment, [])
  return agentList({ agents, passed, env: agentEnvironment(environment) }).map(knownAgent)
}

const SIGN_INS = { 'not-needed': 'NOT_NEEDED', 'signed-in': 'SIGNED_IN', 'signed-out': 'SIGNED_OUT' } as const

const knownAgent = ({ signIn, obstacle, settings, kind, ...rest }: ListedAgent): KnownAgent => ({
  ...{ name: rest.name, kind, title: rest.title, version: rest.version, note: rest.note },
  ...{ usable: obstacle === null, advice: obstacle, signIn: SIGN_INS[signIn.is] },
  signedInBy: signIn.is === 'signed-in' ? signIn.by : null,
  settings: Object.entries({ agent: kind, ...settings }).map(([key, value]) => ({ key, value })),
})
