import {
  agentEnvironment,
  agentList,
  agents,
  createSandbox,
  createSecretKeeper,
  type ListedAgent,
} from '@coppice/engine'
import { dataFolder, versionOf } from '../settings/environment.ts'
import type { AgentsAndSandbox, KnownAgent, KnownSandbox } from './agents-of.ts'

/** Lists the agents, and looks at the sandbox, as a server would that this environment starts. */
export async function agentsHere(environment: NodeJS.ProcessEnv): Promise<AgentsAndSandbox> {
  const { passed } = createSecretKeeper(environment, [])
  const env = agentEnvironment(environment)
  return { agents: agentList({ agents, passed, env }).map(knownAgent), sandbox: await knownSandbox(env, environment) }
}

async function knownSandbox(env: Record<string, string>, environment: NodeJS.ProcessEnv): Promise<KnownSandbox> {
  const bubblewrapAtLeast = versionOf(environment.COPPICE_BUBBLEWRAP_AT_LEAST || null)
  const state = await createSandbox(
    { env, bubblewrapAtLeast },
    { hidden: [dataFolder(environment)], readable: [] },
  ).state()
  return state.is === 'usable'
    ? { usable: true, bubblewrap: state.bubblewrap, advice: state.note }
    : { usable: false, bubblewrap: null, advice: state.why }
}

const SIGN_INS = { 'not-needed': 'NOT_NEEDED', 'signed-in': 'SIGNED_IN', 'signed-out': 'SIGNED_OUT' } as const

const knownAgent = ({ signIn, obstacle, settings, kind, ...rest }: ListedAgent): KnownAgent => ({
  ...{ name: rest.name, kind, title: rest.title, version: rest.version, note: rest.note },
  ...{ usable: obstacle === null, advice: obstacle, signIn: SIGN_INS[signIn.is] },
  signedInBy: signIn.is === 'signed-in' ? signIn.by : null,
  settings: Object.entries({ agent: kind, ...settings }).map(([key, value]) => ({ key, value })),
})
