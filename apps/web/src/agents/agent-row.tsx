import { StatusGlyph } from '../marks/status-glyph.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import type { AgentChoice } from './agent-documents.ts'

export const AGENT_COLUMNS =
  'min-[900px]:grid min-[900px]:grid-cols-[minmax(180px,1.2fr)_minmax(120px,.7fr)_minmax(180px,1.2fr)_minmax(200px,1.2fr)] min-[900px]:gap-x-6'

function stateOf({ usable, signIn }: AgentChoice): { status: 'COMPLETED' | 'FAILED'; words: string } {
  if (usable) return { status: 'COMPLETED', words: 'can be used' }
  return { status: 'FAILED', words: signIn === 'SIGNED_OUT' ? 'not signed in' : 'cannot be used' }
}

function SignIn({ signIn, signedInBy }: Pick<AgentChoice, 'signIn' | 'signedInBy'>) {
  if (signIn === 'NOT_NEEDED') return <>not needed</>
  if (signIn === 'SIGNED_OUT') return <>no</>
  return (
    <>
      by <span className="font-mono text-[11.5px] break-all">{signedInBy}</span>
    </>
  )
}

const Label = ({ children }: { children: string }) => (
  <span className="text-(--text-3) min-[900px]:sr-only">{children} </span>
)

/** The row of an agent: what it is, how it is signed in, what a plan says to use it, and what to do if it cannot be used. */
export function AgentRow({ agent }: { agent: AgentChoice }) {
  const { status, words } = stateOf(agent)
  const plan = agent.settings.map(({ key, value }) => `${key}: ${value}`).join('\n')
  const advice = agent.advice === null ? agent.note : `${sentence(agent.advice)}.`
  return (
    <li className="border-(--hair) border-b py-3">
      <div className={`${AGENT_COLUMNS} max-[899px]:grid max-[899px]:gap-1`}>
        <div className="flex min-w-0 gap-2">
          <StatusGlyph status={status} label="" className="mt-0.5" />
          <div className="min-w-0">
            <h2 className="font-semibold">{agent.title}</h2>
            <p className={`text-[12px] ${agent.usable ? 'text-(--text-2)' : 'text-(--failed)'}`}>{words}</p>
          </div>
        </div>
        <div className="max-[899px]:pl-[22px]">
          <Label>Kind</Label>
          <span>{agent.kind}</span>
          <p className="text-[12px] text-(--text-2)">
            {agent.version === null ? 'no version of its own' : `version ${agent.version}`}
          </p>
        </div>
        <p className="max-[899px]:pl-[22px]">
          <Label>Signed in</Label>
          <SignIn {...agent} />
        </p>
        <div className="flex items-center gap-2 self-start max-[899px]:pl-[22px]">
          <pre className="font-mono text-[11.5px] leading-[18px]">{plan}</pre>
          <CopyButton text={plan}>Copy</CopyButton>
        </div>
      </div>
      {advice !== null && <p className="mt-1.5 max-w-[760px] pl-[22px] text-(--text-2)">{advice}</p>}
    </li>
  )
}

/** The advice begins with a small letter, because it usually follows a colon. */
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
