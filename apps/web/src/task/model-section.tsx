import { dollars } from '../words/format.ts'
import { SideSection } from './side-section.tsx'
import type { SessionDetail } from './task-documents.ts'

type Choice = NonNullable<SessionDetail['modelChoice']>

const costOf = (usd: number | null): string => (usd === null ? '' : `, at most about ${dollars(usd)} per session`)

/** Shows the model of a session, why Coppice chose it, and the models that it did not choose. */
export function ModelSection({ model, choice }: { model: string | null; choice: Choice | null }) {
  if (model === null && choice === null) return null
  return (
    <SideSection title="Model" aside={model ?? 'of the agent'}>
      {choice && (
        <div className="leading-[17px] text-(--text-2)">
          <p>
            {choice.reason}
            {choice.estimatedCostUsd !== null && ` At most about ${dollars(choice.estimatedCostUsd)} per session.`}
          </p>
          {choice.alternatives.map((one) => (
            <p key={one.model} className="mt-1">
              Not <span className="font-mono">{one.model}</span>
              {costOf(one.estimatedCostUsd)}: {one.why}.
            </p>
          ))}
        </div>
      )}
    </SideSection>
  )
}
