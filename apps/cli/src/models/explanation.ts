import { dollars } from '../terminal/dollars.ts'

/** A choice of a model, as the API reports it. */
export interface ExplainedChoice {
  model: string | null
  tier: string | null
  reason: string
  estimatedCostUsd: number | null
  alternatives: readonly { model: string; why: string; estimatedCostUsd: number | null }[]
}

export interface ExplainedTask {
  key: string
  modelChoice: ExplainedChoice | null
  /** The task in the last run that contained it. */
  latest: {
    run: { number: number }
    sessions: readonly {
      number: number
      kind: string
      attempt: number
      model: string | null
      modelChoice: ExplainedChoice | null
    }[]
  } | null
}

/** Describes for people which model would do a task now, and which models did it in the last run. */
export function explanation({ key, modelChoice, latest }: ExplainedTask): string {
  const next = modelChoice ? choiceLines(modelChoice) : ['another rule than that of Coppice chooses']
  const sessions = latest?.sessions ?? []
  const before = sessions.flatMap(({ number, kind, attempt, model, modelChoice: choice }) => [
    `  session ${number}, ${kind === 'CONFLICT' ? 'conflict of attempt' : 'attempt'} ${attempt}: ${model ?? 'the model of the agent'}`,
    ...(choice ? [`    ${choice.reason}`] : []),
  ])
  return [
    `${key}, in the next run: ${next.join('\n')}`,
    ...(latest && before.length > 0 ? [`${key}, in run ${latest.run.number}:`, ...before] : []),
  ].join('\n')
}

function choiceLines({ model, estimatedCostUsd, reason, alternatives }: ExplainedChoice): string[] {
  return [
    `${model ?? 'the model of the agent'}${costText(estimatedCostUsd)}`,
    `  ${reason}`,
    ...alternatives.map((one) => `  not ${one.model}${costText(one.estimatedCostUsd)}: ${one.why}`),
  ]
}

const costText = (usd: number | null): string => (usd === null ? '' : `, at most about ${dollars(usd)} per session`)
