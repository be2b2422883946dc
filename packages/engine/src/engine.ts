import { modelsOf } from './agents/models-of.ts'
import type { AttemptParts } from './attempts/attempt-parts.ts'
import { createConductor } from './attempts/conductor.ts'
import { createChooser } from './choosing/create-chooser.ts'
import type { CommandDeps, SampleSource } from './commands/command-deps.ts'
import { createCommands } from './commands/commands.ts'
import { createProjectTurns } from './commands/project-turns.ts'
import { Coordinator } from './coordinator/coordinator.ts'
import { ProviderHolds } from './coordinator/decisions/provider-holds.ts'
import type { Launcher } from './coordinator/run/launch-run.ts'
import type { ExecutionDeps } from './coordinator/run/run-context.ts'
import { createInProcessDispatch } from './dispatch/in-process.ts'
import type { ChooseSession } from './domain/session-choice.ts'
import type { Engine } from './engine-api.ts'
import { estimateCost } from './money/estimate-cost.ts'
import { KNOWN_PRICES } from './money/known-prices.ts'
import { createPrices, type Prices } from './money/prices.ts'
import { createPlanParser } from './parsing/plan-parser.ts'
import type { Conductor, Dispatch } from './ports/dispatch.ts'
import { agentList } from './reads/agent-list.ts'
import { doneTasks } from './reads/done-tasks.ts'
import { forecast } from './reads/forecast.ts'
import { keptList, keptSize } from './reads/kept-list.ts'
import { modelChoices } from './reads/model-choices.ts'
import { planPreview } from './reads/plan-preview.ts'
import { projectDelivery } from './reads/project-delivery.ts'
import { expertiseMarkdown, projectExpertise } from './reads/project-expertise.ts'
import { projectOf } from './reads/project-of.ts'
import { runCost } from './reads/run-cost.ts'
import { runningAgents } from './reads/running-agents.ts'
import { sandboxState } from './reads/sandbox-state.ts'
import { conflictText, taskConflict } from './reads/task-conflict.ts'
import { taskEstimates } from './reads/task-estimates.ts'
import { createTurns } from './reads/transcripts/in-turns.ts'
import { transcriptMarkdown } from './reads/transcripts/markdown/transcript-markdown.ts'
import { searchOutput } from './reads/transcripts/search-output.ts'
import { SESSION_KINDS, type SessionKinds } from './session-kinds/session-kinds.ts'

export interface EngineOptions
  extends Omit<ExecutionDeps, 'providerHolds' | 'dispatch' | 'claim' | 'sessionKinds' | 'chooserOf' | 'prices'>,
    AttemptParts {
  /** When absent, the engine has the kinds of this version. */
  sessionKinds?: SessionKinds
  /** When absent, the models of sessions are chosen as docs/models.md says (M3). */
  chooseSession?: ChooseSession
  /** When absent, the engine knows the prices of this version. */
  prices?: Prices
  /** Creates the dispatch between the owners of runs and the conductor. When absent, both are in this process. */
  dispatch?: (conductor: Conductor) => Dispatch
  /** It is null when the server has no sample project. */
  samples: readonly SampleSource[]
}

const KNOWN = createPrices(KNOWN_PRICES)

/** Creates the engine. This is the composition root: it only creates the parts and connects them. */
export function createEngine(options: EngineOptions): Engine {
  const executors: Launcher['executors'] = new Map()
  const dispatch = (options.dispatch ?? createInProcessDispatch)(createConductor(options))
  let coordinator: Coordinator | null = null
  const turns = createProjectTurns()
  const parsePlan = createPlanParser()
  const chooserOf: ExecutionDeps['chooserOf'] = (settings, { results, costs }) => {
    const now = options.clock.now()
    const prices = options.prices ?? KNOWN
    return (
      options.chooseSession ??
      createChooser({
        ...{ settings, results },
        modelsOf: (settingsOfAgent) => modelsOf(settingsOfAgent, options.agents),
        costOf: (model, domain, isOwnName) =>
          estimateCost({ model, domain, isOwnName }, costs, prices, now)?.microUsd ?? null,
      })
    )
  }
  const { store, log } = options
  const transcriptParts = { transcripts: dispatch.transcripts, inTurns: createTurns(), store, log }
  const deps: CommandDeps = { prices: KNOWN, ...options, turns, parsePlan, chooserOf }
  return {
    ...createCommands(deps),
    read: {
      doneTasks: async (projectId) => (await doneTasks(deps, await projectOf(deps, projectId))).keys,
      planPreview: (projectId) => planPreview(deps, projectId),
      forecast: (input) => forecast(deps, input),
      runCost: (runId) => runCost(deps, runId),
      keptWork: (projectId) => keptList(deps, projectId),
      keptSize: (projectId, item) => keptSize(deps, projectId, item),
      projectDelivery: (projectId) => projectDelivery(deps, projectId),
      taskConflict: (runTaskId) => taskConflict(deps, runTaskId),
      conflictText: (runTaskId, path) => conflictText(deps, runTaskId, path),
      expertise: (projectId) => projectExpertise(deps, projectId),
      expertiseMarkdown: (projectId) => expertiseMarkdown(deps, projectId),
      taskEstimates: (projectId) => taskEstimates(deps, projectId),
      modelChoices: (projectId) => modelChoices(deps, projectId),
      runningAgents: (runId) => runningAgents({ executors, dispatch }, runId),
      agents: () => agentList(deps),
      sandbox: () => sandboxState(deps),
      readsMessages: (agent) => options.agents.get(agent)?.isFollowed ?? false,
      output: (sessionId, after, limit) => dispatch.transcripts.output(sessionId, after, limit),
      lastOutput: (sessionId) => dispatch.transcripts.lastOutput(sessionId),
      searchOutput: (search) => searchOutput(transcriptParts, search),
      transcriptMarkdown: (of) => transcriptMarkdown(transcriptParts, of),
      onOutput: (sessionId, call) => dispatch.transcripts.onFacts(sessionId, call),
      openText: (sessionId) => dispatch.transcripts.openText(sessionId),
      onOpenText: (sessionId, call) => dispatch.transcripts.onOpenText(sessionId, call),
    },
    async recover(claim, which = 'all') {
      const launcher = {
        ...{ sessionKinds: SESSION_KINDS, chooserOf, prices: KNOWN, ...options },
        ...{ dispatch, claim, executors, providerHolds: new ProviderHolds(options.store) },
      }
      coordinator = new Coordinator(launcher)
      await coordinator.begin(which)
    },
    async stop(how) {
      await coordinator?.stop(how)
      await dispatch.close()
      await options.hosts.close()
    },
  }
}
